public import Foundation

/// Where the tests find their data: everything lies inside the project.
public enum Fixtures {
    /// The project's folder.
    public static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file or folder under `Tests/Fixtures`.
    public static func url(_ path: String) -> URL {
        root.appending(path: "Tests/Fixtures/\(path)")
    }

    /// A file under `Tests/Tools`.
    public static func tool(_ name: String) -> URL {
        root.appending(path: "Tests/Tools/\(name)")
    }

    /// Runs the body in a new empty folder, which is removed after it.
    public static func withFolder<T>(_ body: (URL) throws -> T) throws -> T {
        let folder = try newFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    /// Runs the body in a new empty folder, which is removed after it.
    public static func withFolder<T>(_ body: (URL) async throws -> T) async throws -> T {
        let folder = try newFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    private static func newFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tierwatch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
