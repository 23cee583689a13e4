internal import Foundation

/// A text that goes out as a file of UTF-8.
public enum TextFile {
    /// Writes a text to a file, in place of any that is there, once it is whole.
    public static func write(_ text: String, to path: String) throws(ExportError) {
        let file = try DraftFile(replacing: path)
        guard DraftFile.write(Array(text.utf8), to: file.descriptor) else {
            throw .writeFailed(path: path, reason: String(cString: strerror(errno)))
        }
        try file.finish()
    }

    /// Makes sure that a file can be written, before what goes into it is done.
    public static func tryOut(_ path: String) throws(ExportError) { try DraftFile.tryOut(path) }
}
