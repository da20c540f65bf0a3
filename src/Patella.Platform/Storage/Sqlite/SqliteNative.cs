using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Patella.Platform.Storage.Sqlite;

/// <summary>
/// The functions of SQLite that run once a value. The driver's own guard each call by a counted handle and look parameters up by name;
/// together that cost as much as the statements.
/// </summary>
internal static unsafe partial class SqliteNative
{
    private const string Library = "e_sqlite3";
    private const int ConfigureMultiThread = 2;
    private const int ConfigureMemoryStatus = 9;

    private static readonly Lazy<bool> Configured = new(() =>
    {
        Batteries_V2.Init();
        return raw.sqlite3_config(ConfigureMultiThread) == raw.SQLITE_OK & raw.sqlite3_config(ConfigureMemoryStatus, 0) == raw.SQLITE_OK;
    });

    /// <summary>
    /// A connection is used by one caller at a time, so the library needs no locks of its own. Before its first use in the process;
    /// after that it changes nothing and the answer is false.
    /// </summary>
    internal static bool Configure() => Configured.Value;

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    internal static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    internal static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null"), SuppressGCTransition]
    internal static partial int BindNull(nint statement, int parameter);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64"), SuppressGCTransition]
    internal static partial int BindInt64(nint statement, int parameter, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_double"), SuppressGCTransition]
    internal static partial int BindDouble(nint statement, int parameter, double value);

    /// <param name="release">0: the bytes stay where they are until the statement is reset.</param>
    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    internal static partial int BindText(nint statement, int parameter, byte* value, int length, nint release);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    internal static partial int BindBlob(nint statement, int parameter, byte* value, int length, nint release);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_count"), SuppressGCTransition]
    internal static partial int ColumnCount(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type"), SuppressGCTransition]
    internal static partial int ColumnType(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64"), SuppressGCTransition]
    internal static partial long ColumnInt64(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_double"), SuppressGCTransition]
    internal static partial double ColumnDouble(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_text")]
    internal static partial byte* ColumnText(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    internal static partial byte* ColumnBlob(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes"), SuppressGCTransition]
    internal static partial int ColumnBytes(nint statement, int column);
}
