internal import CExpat

/// Where the bytes of an XML document come from, and how its faults are told.
protocol XMLBytes: AnyObject {
    /// Gives up to `limit` bytes; none at the end.
    func read(into bytes: UnsafeMutableRawPointer, limit: Int) throws(IntakeFault) -> Int
    func malformed(_ reason: String) -> IntakeFault
    var doctype: IntakeFault { get }
}

/// Takes what an XML document holds, in its order.
protocol XMLHandler: AnyObject {
    func begin(_ name: XMLName, _ attributes: XMLAttributes) throws(IntakeFault)
    func end(_ name: XMLName) throws(IntakeFault)
    /// A piece of the text inside the element; a text may come in many.
    func take(_ text: UnsafeBufferPointer<UInt8>) throws(IntakeFault)
}

/// Reads XML through expat, a chunk at a time, and stops wherever its handler asks for it.
///
/// A document type is refused where it begins, so no entity is ever defined. expat keeps a tag that is not complete, so
/// the bytes that it has not got through are limited. A class because expat calls back and must be freed exactly once.
final class XMLReader {
    private let source: any XMLBytes
    private let parser: XML_Parser
    /// A place of its own that expat's calls lead to: as part of a class it would be guarded, and counted, six times a cell.
    private let listener: UnsafeMutablePointer<XMLListener>
    private var bytesRead = 0
    private var isPaused = false
    private var isAtEnd = false

    /// Why the reader stands where it does: its handler paused it, it wants the next bytes, or the document has ended.
    enum Stop { case paused, hungry, atEnd }

    /// With `namespaces` the names of elements know theirs.
    init(_ source: any XMLBytes, namespaces: Bool = false) throws(IntakeFault) {
        let made = namespaces ? XML_ParserCreateNS(nil, XMLName.separator) : XML_ParserCreate(nil)
        guard let parser = made else { throw source.malformed("out of memory") }
        self.source = source
        self.parser = parser
        listener = .allocate(capacity: 1)
        listener.initialize(to: XMLListener(source, parser))
        XML_SetUserData(parser, listener)
        XML_SetElementHandler(
            parser,
            { user, name, attributes in XMLReader.listener(user)?.pointee.begin(name, attributes) },
            { user, name in XMLReader.listener(user)?.pointee.end(name) })
        XML_SetCharacterDataHandler(parser) { user, text, count in
            XMLReader.listener(user)?.pointee.take(text, count)
        }
        XML_SetCdataSectionHandler(
            parser, { user in XMLReader.listener(user)?.pointee.isInSection = true },
            { user in XMLReader.listener(user)?.pointee.isInSection = false })
        XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in
            XMLReader.listener(user)?.pointee.refuseDoctype()
        }
    }

    deinit {
        XML_ParserFree(parser)
        listener.deinitialize(count: 1)
        listener.deallocate()
    }

    /// Whether every byte so far was understood: the next may be the first of a tag or of a text.
    var isIdle: Bool { !isPaused && waitingBytes == 0 && !listener.pointee.isInSection }

    /// Goes on to the end of the bytes that it has, or of the next that it is given, or until the handler pauses it.
    func advance(into handler: any XMLHandler) throws(IntakeFault) -> Stop {
        guard isPaused || !isAtEnd else { return .atEnd }
        listener.pointee.handler = handler
        defer { listener.pointee.handler = nil }
        let status = isPaused ? XML_ResumeParser(parser) : try parseChunk()
        isPaused = status == XML_STATUS_SUSPENDED
        if let fault = listener.pointee.fault { throw fault }
        switch status {
        case XML_STATUS_SUSPENDED: return .paused
        case XML_STATUS_OK:
            try checkToken()
            return .hungry
        default:
            let reason = String(cString: XML_ErrorString(XML_GetErrorCode(parser)))
            throw listener.pointee.malformed(reason)
        }
    }

    /// Reads the document to its end.
    func run(into handler: any XMLHandler) throws(IntakeFault) {
        while try advance(into: handler) != .atEnd {}
    }

    /// Stops behind the element that just ended; called by the handler.
    func pause() { XML_StopParser(parser, XML_Bool(XML_TRUE)) }

    private func parseChunk() throws(IntakeFault) -> XML_Status {
        let limit = WorkbookLimits.chunkBytes
        guard let buffer = XML_GetBuffer(parser, Int32(limit)) else {
            throw listener.pointee.malformed("out of memory")
        }
        let count = try source.read(into: buffer, limit: limit)
        isAtEnd = count == 0
        bytesRead += count
        return XML_ParseBuffer(parser, Int32(count), isAtEnd ? 1 : 0)
    }

    /// Refuses a tag that goes on and on.
    private func checkToken() throws(IntakeFault) {
        guard waitingBytes <= WorkbookLimits.tokenBytes else {
            throw listener.pointee.malformed("a tag is too long")
        }
    }

    private var waitingBytes: Int { bytesRead - Int(XML_GetCurrentByteIndex(parser)) }

    private static func listener(_ user: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLListener>? {
        user?.assumingMemoryBound(to: XMLListener.self)
    }
}

/// Hears expat's calls and hands them on, up to the first fault.
private struct XMLListener {
    /// Who listens, while the reader advances and there is no fault.
    var handler: (any XMLHandler)?
    private(set) var fault: IntakeFault?
    /// Whether a CDATA section is open, in which what looks like a tag is text.
    var isInSection = false
    private let source: any XMLBytes
    private let parser: XML_Parser
    private var nesting = Nesting()

    init(_ source: any XMLBytes, _ parser: XML_Parser) {
        self.source = source
        self.parser = parser
    }

    mutating func begin(
        _ name: UnsafePointer<XML_Char>?, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) {
        guard let name else { return }
        do throws(IntakeFault) {
            guard nesting.begin() else { throw malformed("elements lie too deep") }
            try handler?.begin(XMLName(name), XMLAttributes(attributes))
        } catch {
            stop(error)
        }
    }

    mutating func end(_ name: UnsafePointer<XML_Char>?) {
        guard let name else { return }
        nesting.end()
        do throws(IntakeFault) { try handler?.end(XMLName(name)) } catch { stop(error) }
    }

    mutating func take(_ text: UnsafePointer<XML_Char>?, _ count: Int32) {
        guard let text else { return }
        let bytes = UnsafeRawBufferPointer(start: text, count: Int(count)).assumingMemoryBound(to: UInt8.self)
        do throws(IntakeFault) { try handler?.take(bytes) } catch { stop(error) }
    }

    mutating func refuseDoctype() { stop(source.doctype) }

    func malformed(_ reason: String) -> IntakeFault {
        source.malformed("line \(XML_GetCurrentLineNumber(parser)): \(reason)")
    }

    private mutating func stop(_ fault: IntakeFault) {
        self.fault = fault
        handler = nil
        XML_StopParser(parser, XML_Bool(XML_FALSE))
    }
}

/// How many elements are open.
private struct Nesting {
    private var depth = 0

    /// False where they lie deeper than they may.
    mutating func begin() -> Bool {
        depth += 1
        return depth <= WorkbookLimits.depth
    }

    mutating func end() { depth -= 1 }
}
