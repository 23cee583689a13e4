internal import ArgumentParser
internal import Daemon
internal import Foundation
internal import SupplyModel

/// Where a command reads a token: never from its own arguments, which everybody on the machine can see.
struct TokenInput: ParsableArguments {
    @Flag(help: "Read the token from standard input.")
    var tokenStdin = false

    @Option(help: ArgumentHelp("Read the token from this file.", valueName: "file"))
    var tokenFile: String?

    func validate() throws {
        if tokenStdin, tokenFile != nil {
            throw ValidationError("--token-stdin and --token-file are both given; keep one of them.")
        }
    }

    /// The token's text; nil where no place of it is named.
    func text() throws -> String? {
        guard tokenStdin || tokenFile != nil else { return nil }
        return try Self.text(of: tokenFile)
    }

    /// What a file, or else standard input, holds, without the white space around it.
    static func text(of file: String?) throws -> String {
        let handle: FileHandle
        if let file {
            guard let opened = FileHandle(forReadingAtPath: file) else {
                throw UsageFault(
                    "\(file): the token cannot be read; check that the file exists and who may read it")
            }
            handle = opened
        } else {
            handle = .standardInput
        }
        let bytes = try handle.read(upToCount: TokenText.limit + 1) ?? Data()
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
