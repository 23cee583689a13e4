import Foundation
import Glibc

/// The one file that the readers are given, in the folder that `FUZZ_SCRATCH` names.
struct Scratch {
    let path: String

    /// `ending`: of the file's name, where it tells what the file is.
    init(ending: String = "") {
        let folder = ProcessInfo.processInfo.environment["FUZZ_SCRATCH"] ?? NSTemporaryDirectory()
        path = folder + "/fuzz-\(FuzzTarget.chosen.rawValue)-\(getpid())" + ending
    }

    func write(_ bytes: [UInt8]) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0, Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            fatalError("\(path) cannot be written")
        }
        close(descriptor)
    }
}

/// Holds a sentence to what every sentence is: one line, with something in it, which a terminal can show.
func checkSentence(_ sentence: String) {
    guard !sentence.isEmpty, !sentence.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
    else { fatalError("no sentence: \(sentence.debugDescription)") }
}
