internal import CExpat

/// Where the bytes of an XML document come from, and how its faults are told.
protocol XMLBytes: AnyObject {
    var bytesRead: Int { get }
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
    /// Who listens, while `advance` runs and there is no fault.
    private var handler: (any XMLHandler)?
    private var fault: IntakeFault?
    private var nesting = Nesting()
    private var isPaused = false
    private var isAtEnd = false

    /// With `namespaces` the names of elements know theirs.
    init(_ source: any XMLBytes, namespaces: Bool = false) throws(IntakeFault) {
        let made = namespaces ? XML_ParserCreateNS(nil, XMLName.separator) : XML_ParserCreate(nil)
        guard let parser = made else { throw source.malformed("out of memory") }
        self.source = source
        self.parser = parser
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { user, name, attributes in XMLReader.of(user)?.begin(name, attributes) },
            { user, name in XMLReader.of(user)?.end(name) })
        XML_SetCharacterDataHandler(parser) { user, text, count in XMLReader.of(user)?.take(text, count) }
        XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in XMLReader.of(user)?.refuseDoctype() }
    }

    deinit { XML_ParserFree(parser) }

    /// Goes on until the handler pauses it; false at the end of the document.
    func advance(into handler: any XMLHandler) throws(IntakeFault) -> Bool {
        self.handler = handler
        defer { self.handler = nil }
        while isPaused || !isAtEnd {
            let status = isPaused ? XML_ResumeParser(parser) : try parseChunk()
            isPaused = false
            if let fault { throw fault }
            switch status {
            case XML_STATUS_SUSPENDED:
                isPaused = true
                return true
            case XML_STATUS_OK: try checkToken()
            default: throw malformed(String(cString: XML_ErrorString(XML_GetErrorCode(parser))))
            }
        }
        return false
    }

    /// Reads the document to its end.
    func run(into handler: any XMLHandler) throws(IntakeFault) {
        while try advance(into: handler) {}
    }

    /// Stops behind the element that just ended; called by the handler.
    func pause() { XML_StopParser(parser, XML_Bool(XML_TRUE)) }

    private func parseChunk() throws(IntakeFault) -> XML_Status {
        let limit = WorkbookLimits.chunkBytes
        guard let buffer = XML_GetBuffer(parser, Int32(limit)) else { throw malformed("out of memory") }
        let count = try source.read(into: buffer, limit: limit)
        isAtEnd = count == 0
        return XML_ParseBuffer(parser, Int32(count), isAtEnd ? 1 : 0)
    }

    /// Refuses a tag that goes on and on.
    private func checkToken() throws(IntakeFault) {
        let waiting = source.bytesRead - Int(XML_GetCurrentByteIndex(parser))
        guard waiting <= WorkbookLimits.tokenBytes else { throw malformed("a tag is too long") }
    }

    private func malformed(_ reason: String) -> IntakeFault {
        source.malformed("line \(XML_GetCurrentLineNumber(parser)): \(reason)")
    }

    private static func of(_ user: UnsafeMutableRawPointer?) -> XMLReader? {
        user.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private func begin(
        _ name: UnsafePointer<XML_Char>?, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) {
        guard let handler, let name else { return }
        do throws(IntakeFault) {
            guard nesting.begin() else { throw malformed("elements lie too deep") }
            try handler.begin(XMLName(name), XMLAttributes(attributes))
        } catch {
            stop(error)
        }
    }

    private func end(_ name: UnsafePointer<XML_Char>?) {
        guard let handler, let name else { return }
        nesting.end()
        do throws(IntakeFault) { try handler.end(XMLName(name)) } catch { stop(error) }
    }

    private func take(_ text: UnsafePointer<XML_Char>?, _ count: Int32) {
        guard let handler, let text else { return }
        let bytes = UnsafeRawBufferPointer(start: text, count: Int(count)).assumingMemoryBound(to: UInt8.self)
        do throws(IntakeFault) { try handler.take(bytes) } catch { stop(error) }
    }

    private func refuseDoctype() { stop(source.doctype) }

    private func stop(_ fault: IntakeFault) {
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
