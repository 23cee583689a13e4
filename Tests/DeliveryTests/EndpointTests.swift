import Delivery
import Testing

@Suite struct EndpointTests {
    @Test(arguments: [
        ("https://hooks.example/services/T0/B0/key", "https://hooks.example/…"),
        ("http://user:word@hooks.example:8080/p?key=1#f", "http://hooks.example:8080/…"),
        ("HTTPS://Hooks.Example", "https://Hooks.Example/…"), ("http://[::1]:9/key", "http://[::1]:9/…"),
        ("http://a%1Bb/key", "http://a%1Bb/…"),
    ])
    func `of a URL only scheme, host and port are shown`(text: String, redacted: String) throws {
        #expect(try #require(Endpoint(text)).redacted == redacted)
    }

    @Test(arguments: [
        "", "hooks.example/key", "ftp://hooks.example/", "file:///etc/passwd", "gopher://h/", "http://",
        "http:///p",
        "http:/hooks.example/key", "https:hooks.example", "http://a b/", "http://h/\r\nX: 1",
        "http://h/\u{0}",
        "http://h/" + String(repeating: "a", count: Endpoint.lengthLimit),
    ])
    func `a text that is no web address is refused`(text: String) {
        #expect(Endpoint(text) == nil)
    }
}
