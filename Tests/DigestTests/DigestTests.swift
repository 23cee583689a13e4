import Digest
import Foundation
import TestSupport
import Testing

@Suite struct DigestTests {
    /// FIPS 180-4, with the messages of NIST's examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 gives the published digests`(message: String, digest: String) throws {
        #expect(hexadecimal(try SHA256.digest(of: message.utf8)) == digest)
    }

    @Test func `a digest does not depend on how the bytes are cut`() throws {
        var hash = try SHA256()
        for piece in ["ab", "", "c"] { try hash.update(piece.utf8) }
        #expect(try hash.finish() == SHA256.digest(of: "abc".utf8))
    }

    @Test func `a file has the digest of its bytes`() throws {
        try Fixtures.withFolder { folder in
            let file = folder.appending(path: "million")
            try Data(repeating: 97, count: 1_000_000).write(to: file)
            #expect(
                try SHA256.hexDigest(ofFile: file.path)
                    == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
        }
    }

    @Test func `a folder and a missing file are named faults`() throws {
        #expect(throws: DigestError.notAFile("/tmp")) { try SHA256.hexDigest(ofFile: "/tmp") }
        #expect {
            _ = try SHA256.hexDigest(ofFile: "/nowhere/at/all")
        } throws: { error in
            guard case DigestError.unreadable("/nowhere/at/all", _) = error else { return false }
            return true
        }
    }

    /// RFC 4231, test cases 1, 2, 3, 6 and 7.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func `HMAC-SHA256 gives the codes of RFC 4231`(key: [UInt8], message: [UInt8], code: String) throws {
        #expect(hexadecimal(try hmacSHA256(key: key, message: message)) == code)
    }

    @Test func `an empty key and an empty message have a code`() throws {
        #expect(
            hexadecimal(try hmacSHA256(key: [], message: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func `bytes are equal only when all of them are`() {
        #expect(isEqualInConstantTime([1, 2, 3], [1, 2, 3]))
        #expect(isEqualInConstantTime([], []))
        #expect(!isEqualInConstantTime([1, 2, 3], [1, 2, 4]))
        #expect(!isEqualInConstantTime([1, 2, 3], [1, 2]))
    }

    @Test func `random bytes are as many as asked for, and never the same twice`() throws {
        #expect(try randomBytes(count: 0).isEmpty)
        let first = try randomBytes(count: 32)
        #expect(first.count == 32)
        #expect(try randomBytes(count: 32) != first)
        #expect(throws: DigestError.self) { try randomBytes(count: -1) }
    }
}
