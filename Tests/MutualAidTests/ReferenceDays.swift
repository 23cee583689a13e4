import Foundation
import Resilience
import SupplyModel
import TestSupport
import Testing

/// Courses as `tierref.py` prints them.
struct ReferenceCourse: Decodable {
    var firm: String
    var lostDays: Double
    var firstLossDay: Int?

    /// Runs `tierref.py` over questions, each a folder and the arguments of `whatif`, in one process.
    static func run(_ questions: [(folder: URL, arguments: [String])]) throws -> [[ReferenceCourse]] {
        let script = """
            import contextlib, io, json, sys
            sys.path.insert(0, sys.argv[1])
            import tierref
            results = []
            for line in open(sys.argv[2], encoding="utf-8"):
                sys.argv, out = ["tierref", *json.loads(line)], io.StringIO()
                with contextlib.redirect_stdout(out): tierref.main()
                results.append(json.loads(out.getvalue()))
            print(json.dumps(results))
            """
        return try Fixtures.withFolder { folder in
            let file = folder.appending(path: "questions")
            let lines = try questions.map { question in
                let arguments = [question.folder.path, "whatif"] + question.arguments
                return String(decoding: try JSONEncoder().encode(arguments), as: UTF8.self)
            }
            try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
            let tools = Fixtures.tool("tierref.py").deletingLastPathComponent().path
            let command = try Command.run(Command.python, ["-c", script, tools, file.path])
            try #require(command.status == 0, "\(command.errorText)")
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode([[ReferenceCourse]].self, from: command.output)
        }
    }

    /// Whether a course is this one, to the day.
    func isSame(as course: Course) -> Bool {
        firstLossDay == course.firstLossDay && abs(lostDays - course.lostDays) < 1e-7
    }
}
