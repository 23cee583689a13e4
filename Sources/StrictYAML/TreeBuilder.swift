/// Builds the tree of one document from its events, with a stack of its own and under every limit.
///
/// Aliases and anchors are refused, not expanded: configuration needs none, and a few lines of them grow without
/// bound. So are tags, which could turn a text into something else.
struct TreeBuilder {
    private struct Open {
        var isMapping: Bool
        var place: Node.Place
        /// In a mapping keys and values alternate.
        var nodes: [Node] = []
    }

    private let file: String
    private var stack: [Open] = []
    private var nodeCount = 0
    private var documentCount = 0
    private var root: Node?

    init(file: String) {
        self.file = file
    }

    /// Reads the events to their end.
    ///
    /// - Returns: nil where the text holds no value at all.
    mutating func build(from events: borrowing EventSource) throws(ConfigurationFault) -> Node? {
        while true {
            let event = try events.next()
            try check(event)
            switch event.kind {
            case .scalar(let text, let isPlain):
                try add(Node(content: .scalar(text, isPlain: isPlain), place: event.place))
            case .sequenceStart:
                try open(Open(isMapping: false, place: event.place))
            case .mappingStart:
                try open(Open(isMapping: true, place: event.place))
            case .end:
                try close()
            case .alias:
                throw fault(event.place, "an alias (*) is not read here; write the value out")
            case .documentStart:
                documentCount += 1
                guard documentCount == 1 else {
                    throw fault(event.place, "a second document begins here; keep one document a file")
                }
            case .streamEnd:
                return root
            case .other:
                continue
            }
        }
    }

    private func check(_ event: Event) throws(ConfigurationFault) {
        if event.hasAnchor { throw fault(event.place, "an anchor (&) is not read here; write the value out") }
        if event.hasTag {
            throw fault(event.place, "a tag (!) is not read here; put quotes round the text, or remove it")
        }
    }

    private mutating func open(_ container: Open) throws(ConfigurationFault) {
        guard stack.count < YAMLDocument.depthLimit else {
            throw .tooDeep(file: file, place: container.place)
        }
        stack.append(container)
    }

    private mutating func add(_ node: Node) throws(ConfigurationFault) {
        nodeCount += 1
        guard nodeCount <= YAMLDocument.nodeLimit else {
            throw fault(node.place, "it holds more than \(YAMLDocument.nodeLimit) values; split the file")
        }
        if stack.isEmpty { root = node } else { stack[stack.count - 1].nodes.append(node) }
    }

    private mutating func close() throws(ConfigurationFault) {
        guard let container = stack.popLast() else { return }
        guard container.isMapping else {
            return try add(Node(content: .sequence(container.nodes), place: container.place))
        }
        var entries: [Node.Entry] = []
        entries.reserveCapacity(container.nodes.count / 2)
        for index in stride(from: 0, to: container.nodes.count - 1, by: 2) {
            let key = container.nodes[index]
            guard case .scalar(let text, _) = key.content else {
                throw fault(key.place, "a key is a list or a mapping; make it a plain word")
            }
            guard text.utf8.count <= YAMLDocument.keyByteLimit else {
                throw fault(key.place, "a key is longer than \(YAMLDocument.keyByteLimit) bytes; shorten it")
            }
            entries.append(Node.Entry(key: text, place: key.place, value: container.nodes[index + 1]))
        }
        try add(Node(content: .mapping(entries), place: container.place))
    }

    private func fault(_ place: Node.Place, _ reason: String) -> ConfigurationFault {
        ConfigurationFault(file: file, line: place.line, column: place.column, reason: reason)
    }
}
