using Dapper;
using Npgsql;
using Patella.Platform.Migrations;

namespace Patella.Platform.Storage.Postgres;

internal static class PostgresMigrator
{
    /// <summary>An arbitrary number that only this program locks: two processes that start at once migrate one after the other.</summary>
    private const long MigrationLock = 0x5061_7465_6c6c_61;

    public static async Task Run(PostgresConnections connections, MigrationSet migrations, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsOwner(cancellation);
        await connection.ExecuteAsync("select pg_advisory_lock(@MigrationLock)", new { MigrationLock });
        try
        {
            await connection.ExecuteAsync("set lock_timeout = '2s'");
            await CreateRole(connection);
            await Migrate(connection, migrations);
            await GuardTenants(connection);
        }
        finally
        {
            await connection.ExecuteAsync("select pg_advisory_unlock(@MigrationLock)", new { MigrationLock });
        }
    }

    /// <summary>Roles and who is a member of them belong to the server: another database's migration may make them in this very instant, and then they are there.</summary>
    private static async Task CreateRole(NpgsqlConnection connection)
    {
        const string role = PostgresConnections.ApplicationRole;
        await UnlessThere(connection, $"select from pg_roles where rolname = '{role}'", $"create role {role} nologin nobypassrls");
        await UnlessThere(
            connection, $"select from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles u on u.oid = m.member where r.rolname = '{role}' and u.rolname = current_user", $"grant {role} to current_user");
        await connection.ExecuteAsync($"grant usage on schema public to {role}");
    }

    private static async Task UnlessThere(NpgsqlConnection connection, string look, string make)
    {
        try
        {
            await connection.ExecuteAsync($"do $$ begin if not exists ({look}) then {make}; end if; end $$;");
        }
        catch (PostgresException race) when (race.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateObject)
        {
            // Somebody else was first: what was wanted stands.
        }
    }

    private static async Task Migrate(NpgsqlConnection connection, MigrationSet migrations)
    {
        await connection.ExecuteAsync("create table if not exists migration (capability text not null, number bigint not null, hash text not null, applied_at timestamptz not null default now(), primary key (capability, number))");
        var applied = (await connection.QueryAsync<(string Capability, long Number, string Hash)>("select capability, number, hash from migration"))
            .ToDictionary(row => (row.Capability, (int)row.Number), row => row.Hash);
        foreach (var migration in migrations.Missing(applied))
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync(migration.For(StoreKind.Postgres), transaction: transaction);
            await connection.ExecuteAsync("insert into migration (capability, number, hash) values (@Capability, @Number, @Hash)", migration, transaction);
            await transaction.CommitAsync();
        }
    }

    /// <summary>Every table with a tenant column gets forced row-level security by construction, so none can be forgotten.</summary>
    private static async Task GuardTenants(NpgsqlConnection connection)
    {
        var relations = await connection.QueryAsync<(string Name, string Kind, bool HasTenant, bool Guarded)>(
            """
            select c.relname, c.relkind::text, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped), c.relforcerowsecurity
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm')
            """);
        foreach (var (name, kind, _, guarded) in relations.Where(relation => relation.HasTenant || relation.Kind is "v" or "m"))
        {
            await connection.ExecuteAsync(kind switch
            {
                "m" => throw new InvalidOperationException($"{name} is a materialized view: row-level security cannot guard it. Make it a table."),
                // A view otherwise reads with its owner's rights and shows every tenant.
                "v" => $"alter view {name} set (security_invoker = true); grant select on {name} to {PostgresConnections.ApplicationRole}",
                _ => Guard(name, guarded) + $"grant select, insert, update, delete on {name} to {PostgresConnections.ApplicationRole}",
            });
        }

        // An owner's commit share-locks its lease, which needs the right to update a column; the secrets of nodes are not for business connections.
        await connection.ExecuteAsync(
            $"""
            grant usage, select, update on all sequences in schema public to {PostgresConnections.ApplicationRole};
            do $$ begin
                if to_regclass('public.lease') is not null then
                    grant select, update (partition) on lease to {PostgresConnections.ApplicationRole};
                end if;
            end $$;
            """);
    }

    private static string Guard(string table, bool guarded) => guarded ? "" :
        $"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy {table}_tenant on {table} using (tenant = current_setting('patella.tenant')) with check (tenant = current_setting('patella.tenant'));

        """;
}
