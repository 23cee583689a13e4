internal import CZip
internal import Foundation

/// A workbook's zip archive, read through libzip; nothing of it ever becomes a file.
///
/// Its names are looked at before anything is unpacked: one that leads out of the archive, or that two readers could
/// take for different parts, is how a file deceives. A class because the archive must be closed exactly once.
final class ZipArchive {
    private let archive: OpaquePointer
    private let fileBytes: Int
    private var inflatedBytes = 0

    /// - Throws: why this is no archive that can be read.
    init(_ file: InputFile, isZip: Bool) throws(IntakeFault) {
        guard file.sizeBytes <= WorkbookLimits.fileBytes else { throw .workbook(.tooLarge) }
        let descriptor = try file.duplicate()
        var code: Int32 = 0
        guard let opened = zip_fdopen(descriptor, 0, &code) else {
            close(descriptor)
            throw .workbook(isZip ? .truncated : .notAWorkbook)
        }
        archive = opened
        fileBytes = file.sizeBytes
        try checkNames()
    }

    deinit { zip_discard(archive) }

    /// The part of a name, whatever its case, opened at its start.
    func part(_ name: String) throws(IntakeFault) -> ZipPart {
        let index = zip_name_locate(archive, name, zip_flags_t(ZIP_FL_NOCASE))
        var status = zip_stat_t()
        guard index >= 0, zip_stat_index(archive, UInt64(index), 0, &status) == 0 else {
            throw .workbook(.missingPart(name))
        }
        guard status.encryption_method == UInt16(ZIP_EM_NONE) else { throw .workbook(.encrypted) }
        guard [Int32(ZIP_CM_STORE), Int32(ZIP_CM_DEFLATE)].contains(Int32(status.comp_method)) else {
            throw .workbook(.unknownCompression(part: name))
        }
        guard let opened = zip_fopen_index(archive, UInt64(index), 0) else {
            throw .workbook(.damaged(part: name))
        }
        let packed = min(Int(clamping: status.comp_size), fileBytes)
        return ZipPart(
            opened, of: self, name: name, packedBytes: packed, totalBytes: Int(clamping: status.size))
    }

    /// The part of a name, where there is a name.
    func part(_ name: String?) throws(IntakeFault) -> ZipPart? {
        guard let name else { return nil }
        return try part(name)
    }

    func holds(_ name: String) -> Bool {
        zip_name_locate(archive, name, zip_flags_t(ZIP_FL_NOCASE)) >= 0
    }

    /// Counts what was unpacked, over all parts, against the limit.
    func count(inflated bytes: Int, part: String) throws(IntakeFault) {
        inflatedBytes += bytes
        guard inflatedBytes <= WorkbookLimits.inflatedBytes else {
            throw .workbook(.inflatesTooFar(part: part))
        }
    }

    private func checkNames() throws(IntakeFault) {
        let count = zip_get_num_entries(archive, 0)
        guard count <= WorkbookLimits.parts else { throw .workbook(.tooManyParts) }
        var known: Set<String> = []
        for index in 0..<UInt64(max(0, count)) {
            guard let text = zip_get_name(archive, index, 0) else { throw .workbook(.truncated) }
            let name = String(cString: text)
            guard PartName.isInside(name) else { throw .workbook(.unsafeName(PartName.shown(name))) }
            guard known.insert(name.lowercased()).inserted else {
                throw .workbook(.repeatedName(PartName.shown(name)))
            }
        }
    }
}

/// One part of an archive, unpacked as it is read.
///
/// A class because the part must be closed exactly once.
final class ZipPart: XMLBytes {
    let name: String
    /// Bytes unpacked, as the archive claims.
    let totalBytes: Int
    private(set) var bytesRead = 0
    private let handle: OpaquePointer
    private let archive: ZipArchive
    private let packedBytes: Int

    fileprivate init(
        _ handle: OpaquePointer, of archive: ZipArchive, name: String, packedBytes: Int, totalBytes: Int
    ) {
        self.handle = handle
        self.archive = archive
        self.name = name
        self.packedBytes = packedBytes
        self.totalBytes = totalBytes
    }

    deinit { zip_fclose(handle) }

    /// Unpacks up to `limit` bytes; none at the end.
    func read(into bytes: UnsafeMutableRawPointer, limit: Int) throws(IntakeFault) -> Int {
        let count = Int(zip_fread(handle, bytes, UInt64(limit)))
        guard count >= 0 else { throw .workbook(.damaged(part: name)) }
        bytesRead += count
        let allowed = max(WorkbookLimits.freeInflationBytes, packedBytes * WorkbookLimits.inflationRatio)
        guard bytesRead <= allowed else { throw .workbook(.inflatesTooFar(part: name)) }
        try archive.count(inflated: count, part: name)
        return count
    }

    func malformed(_ reason: String) -> IntakeFault {
        .workbook(.malformed(part: name, reason: reason))
    }

    var doctype: IntakeFault { .workbook(.doctype(part: name)) }
}
