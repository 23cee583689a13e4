/// What one register may cost; each limit that is passed is told by a sentence.
public enum IntakeLimits {
    /// Bytes of one record, as UTF-8.
    public static let recordBytes = 1 << 20
    /// Columns of one record.
    public static let columns = 1_000
    /// Rows above the header that are searched.
    public static let titleRows = 50
    /// Problems of one file that are told; the rows beyond are refused all the same.
    public static let problems = 100_000
    /// Bytes of a name, a product or any other text.
    public static let textBytes = 1_000
    /// CNY yuan in one cell.
    public static let moneyYuan = 1e15
    /// Days in one cell.
    public static let days = 100_000.0
    /// People in one cell.
    public static let people = 1e7
    /// Rows of one register: its transaction holds the only writer until the last of them is in.
    public static let registerRows = 8_000_000
    /// Rows of one survey: they are held until all are checked.
    public static let statusRows = 500_000
    /// Rows of one white list, likewise.
    public static let whiteListRows = 200_000
    /// Bytes that are read at a time.
    static let chunkBytes = 256 << 10
}
