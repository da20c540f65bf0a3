using Dapper;
using Microsoft.Data.Sqlite;
using Patella.Platform.Migrations;

namespace Patella.Platform.Storage.Sqlite;

internal static class SqliteMigrator
{
    private const string Table = "create table if not exists migration (capability text not null, number integer not null, hash text not null, applied_at integer not null default (unixepoch()), primary key (capability, number))";

    public static void Run(SqliteConnection connection, MigrationSet migrations)
    {
        connection.Execute(Table);
        var applied = connection.Query<(string Capability, long Number, string Hash)>("select capability, number, hash from migration")
            .ToDictionary(row => (row.Capability, (int)row.Number), row => row.Hash);
        foreach (var migration in migrations.Missing(applied))
        {
            using var transaction = connection.BeginTransaction();
            var sql = migration.For(StoreKind.Sqlite);
            if (!string.IsNullOrWhiteSpace(sql))
            {
                connection.Execute(sql, transaction: transaction);
            }

            connection.Execute("insert into migration (capability, number, hash) values (@Capability, @Number, @Hash)", migration, transaction);
            transaction.Commit();
        }
    }
}
