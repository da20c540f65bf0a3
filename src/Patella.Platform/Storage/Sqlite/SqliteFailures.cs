using Microsoft.Data.Sqlite;

namespace Patella.Platform.Storage.Sqlite;

/// <summary>Which of SQLite's errors are the machine's and not the caller's (sqlite.org/rescode.html).</summary>
internal static class SqliteFailures
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int OutOfMemory = 7;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>SQLite may have ended the whole transaction: the group has to go.</summary>
    public static bool EndsGroup(Exception failure) => failure is SqliteException { SqliteErrorCode: OutOfMemory or InputOutput or Corrupt or Full or ReadOnly or CannotOpen };

    public static bool IsMachines(Exception failure) => EndsGroup(failure) || failure is SqliteException { SqliteErrorCode: Busy or Locked or NotADatabase };

    public static StoreUnavailableException Unavailable(Exception failure, string what)
        => new($"{what}: {Reason(failure)}. Nothing was changed.", failure);

    private static string Reason(Exception failure) => failure switch
    {
        SqliteException { SqliteErrorCode: Full } => "the disk is full",
        SqliteException { SqliteErrorCode: ReadOnly or CannotOpen } => "the data folder cannot be written",
        SqliteException { SqliteErrorCode: NotADatabase or Corrupt } => "the file is damaged; restore it from a backup",
        _ => failure.Message.TrimEnd('.'),
    };
}
