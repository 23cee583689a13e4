// Yams' own tree is not used: it stops at the first repeated key and cannot tell where the second one stands, follows
// aliases, and calls itself for every level. The C parser that Yams brings gives plain events, with which every
// limit can be held while reading.
internal import CYaml

/// What the parser meets, in the order of the text.
struct Event {
    enum Kind {
        case scalar(String, isPlain: Bool)
        case sequenceStart, mappingStart
        /// The end of the innermost sequence or mapping.
        case end
        case alias
        case documentStart
        case streamEnd
        /// Marks that carry nothing.
        case other
    }

    var kind: Kind
    var place: Node.Place
    var hasAnchor = false
    var hasTag = false
}

/// The events of one text.
struct EventSource: ~Copyable {
    private let file: String
    private let input: UnsafeMutableBufferPointer<UInt8>
    // The parser keeps a pointer to itself, so it must not move.
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    init(_ utf8: ArraySlice<UInt8>, file: String) throws(ConfigurationFault) {
        self.file = file
        input = .allocate(capacity: utf8.count)
        _ = input.initialize(from: utf8)
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        guard yaml_parser_initialize(parser) == 1 else {
            throw ConfigurationFault(file: file, reason: "there is no memory to read it; free some")
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// The next event.
    ///
    /// - Throws: where the text is not YAML.
    func next() throws(ConfigurationFault) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxFault() }
        defer { yaml_event_delete(&event) }
        let mark = event.start_mark
        var result = Event(kind: .other, place: .init(line: Int(mark.line) + 1, column: Int(mark.column) + 1))
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            result.kind = .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
            result.hasAnchor = scalar.anchor != nil
            result.hasTag = scalar.tag != nil
        case YAML_SEQUENCE_START_EVENT:
            result.kind = .sequenceStart
            result.hasAnchor = event.data.sequence_start.anchor != nil
            result.hasTag = event.data.sequence_start.tag != nil
        case YAML_MAPPING_START_EVENT:
            result.kind = .mappingStart
            result.hasAnchor = event.data.mapping_start.anchor != nil
            result.hasTag = event.data.mapping_start.tag != nil
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: result.kind = .end
        case YAML_ALIAS_EVENT: result.kind = .alias
        case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
        case YAML_STREAM_END_EVENT, YAML_NO_EVENT: result.kind = .streamEnd
        default: break
        }
        return result
    }

    private func syntaxFault() -> ConfigurationFault {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "it cannot be read"
        guard parser.pointee.error != YAML_READER_ERROR else {
            let before = input.prefix(parser.pointee.problem_offset)
            return ConfigurationFault(
                file: file, line: before.count { $0 == 10 } + 1, column: 1,
                reason: "this is not YAML: \(problem); remove the character")
        }
        let mark = parser.pointee.problem_mark
        // The scanner runs ahead of the events, so its own limit of levels can be met first.
        guard !problem.hasPrefix("Maximum nesting") else {
            return .tooDeep(file: file, place: .init(line: Int(mark.line) + 1, column: Int(mark.column) + 1))
        }
        return ConfigurationFault(
            file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1,
            reason:
                "this is not YAML: \(problem); check the indentation, and put quotes round a text that starts"
                + " with one of > < ! & * % @ ` { [ | or contains ': '")
    }
}

extension ConfigurationFault {
    /// More levels than a document may have.
    static func tooDeep(file: String, place: Node.Place) -> ConfigurationFault {
        ConfigurationFault(
            file: file, line: place.line, column: place.column,
            reason: "it is nested deeper than \(YAMLDocument.depthLimit) levels; flatten it")
    }
}
