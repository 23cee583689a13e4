internal import CCurl
internal import Glibc

/// What libcurl calls during a transfer, on the thread that drives it; `box` is the `Transfer`, which outlives the handle.
///
/// `openSocket` sees each address before a connection; `beforeRequest` sees the one behind a connection that is
/// used again, which may have been opened for a channel that allows more.
enum TransferCallbacks {
    static let openSocket: curl_opensocket_callback = { box, _, address in
        guard let transfer = transfer(box), let address, let inner = ccurl_address(address) else {
            return CURL_SOCKET_BAD
        }
        guard transfer.permits(IPAddress(inner, length: Int(address.pointee.addrlen))) else {
            return CURL_SOCKET_BAD
        }
        let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, kind, address.pointee.protocol)
    }

    static let beforeRequest: curl_prereq_callback = { box, remote, _, _, _ in
        guard let transfer = transfer(box), let remote else { return CURL_PREREQFUNC_ABORT }
        return transfer.permits(IPAddress(String(cString: remote)))
            ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }

    static let giveMail: curl_read_callback = { bytes, size, count, box in
        guard let bytes, let transfer = transfer(box) else { return 0 }
        return transfer.give(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
    }

    static let takeBody: curl_write_callback = { bytes, size, count, box in
        transfer(box)?.take(body: UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
    }

    static let takeHeader: curl_write_callback = { bytes, size, count, box in
        transfer(box)?.take(header: UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
    }

    private static func transfer(_ box: UnsafeMutableRawPointer?) -> Transfer? {
        box.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }
}
