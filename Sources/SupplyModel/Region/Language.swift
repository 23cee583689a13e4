/// The languages that names and messages come in.
public enum Language: String, CaseIterable, Sendable { case zh, en }
