using Microsoft.Data.Sqlite;
using Patella.Platform.Identifiers;

namespace Patella.Platform.Storage.Sqlite;

/// <summary>Takes out of a tenant's file what deleted rows left in it.</summary>
internal static class FreePages
{
    private const long PagesAtOnce = 65_536;
    private const int Tries = 50;

    /// <summary>Overwrites every free page: a blob of zeros as large as all of them takes each; dropped, it leaves zeros.</summary>
    public static async Task<bool> Overwrite(ITransaction transaction)
    {
        await transaction.Execute("create table scrub (content blob)");
        var page = await transaction.One<long>("pragma page_size");
        while (await transaction.One<long>("pragma freelist_count") is > 0 and var free)
        {
            await transaction.Execute("insert into scrub (content) values (zeroblob(@length))", new { length = Math.Min(free, PagesAtOnce) * page });
        }

        await transaction.Execute("drop table scrub");
        return true;
    }

    /// <summary>Moves the write-ahead log into the file and empties it. Waits for readers of older moments; those are short.</summary>
    public static void EmptyLog(string path, TenantId tenant, CancellationToken cancellation)
    {
        using var connection = TenantFile.Connect(path, SqliteOpenMode.ReadWrite);
        using var commands = new SqliteCommands(connection);
        for (var attempt = 0; attempt < Tries && commands.One<long>("pragma wal_checkpoint(truncate)", tenant.Value, null) != 0; attempt++)
        {
            cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(100));
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
