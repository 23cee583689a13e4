public import Foundation

/// One run of an outside program.
public struct Command: Sendable {
    public var status: Int32
    public var output: Data
    public var errors: Data

    /// Standard output as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
    /// Standard error as text.
    public var errorText: String { String(decoding: errors, as: UTF8.self) }

    /// Runs a program to its end; standard output and error are kept in files, so no pipe can fill up.
    public static func run(
        _ program: URL, _ arguments: [String], environment: [String: String]? = nil, folder: URL? = nil,
        input: URL? = nil
    ) throws -> Command {
        try Fixtures.withFolder { scratch in
            let outputFile = scratch.appending(path: "output")
            let errorFile = scratch.appending(path: "errors")
            let process = Process()
            process.executableURL = program
            process.arguments = arguments
            if let environment { process.environment = environment }
            if let folder { process.currentDirectoryURL = folder }
            try Data().write(to: outputFile)
            try Data().write(to: errorFile)
            process.standardInput = try FileHandle(forReadingFrom: input ?? URL(filePath: "/dev/null"))
            process.standardOutput = try FileHandle(forWritingTo: outputFile)
            process.standardError = try FileHandle(forWritingTo: errorFile)
            try process.run()
            process.waitUntilExit()
            return Command(
                status: process.terminationReason == .uncaughtSignal
                    ? -process.terminationStatus : process.terminationStatus,
                output: try Data(contentsOf: outputFile), errors: try Data(contentsOf: errorFile))
        }
    }

    /// The Python that has the tests' requirements: the project's own, made by `make deps`.
    public static var python: URL { Fixtures.root.appending(path: ".venv/bin/python3") }

    /// Runs a script of `Tests/Tools`.
    public static func tool(_ name: String, _ arguments: [String]) throws -> Command {
        try run(python, [Fixtures.tool(name).path] + arguments)
    }
}
