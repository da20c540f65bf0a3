using System.Security.Cryptography;
using Dapper;
using Npgsql;

namespace Patella.Platform.Ownership;

/// <summary>The statements of leases. The server's clock decides; every statement is over within a second, so that renewals are never late behind one.</summary>
internal static class LeaseTable
{
    /// <summary>Seconds a statement may take, below the lease.</summary>
    private const int StatementLimit = 1;

    public static string NewHolder() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public static async Task<bool> Renew(NpgsqlConnection connection, string holder)
        => await connection.ExecuteAsync(
            "update node set expires_at = clock_timestamp() + @LeaseTime where holder = @holder and expires_at > clock_timestamp()",
            new { holder, PostgresOwners.LeaseTime }, commandTimeout: StatementLimit) == 1;

    public static Task Register(NpgsqlConnection connection, string holder, string address, string secret)
        => connection.ExecuteAsync(
            """
            delete from node where expires_at < clock_timestamp() - interval '1 hour' and holder not in (select holder from lease);
            insert into node (holder, address, secret, expires_at) values (@holder, @address, @secret, clock_timestamp() + @LeaseTime)
            """, new { holder, address, secret, PostgresOwners.LeaseTime }, commandTimeout: StatementLimit);

    public static Task Create(NpgsqlConnection connection, string[] partitions)
        => connection.ExecuteAsync(
            "insert into lease (partition, holder, epoch) select unnest(@partitions), '', 0 on conflict (partition) do nothing",
            new { partitions }, commandTimeout: StatementLimit);

    /// <summary>
    /// Takes what nobody alive holds. A row that an owner's running commit still shares is skipped this round: waiting for it would hold up our own renewal,
    /// and the server ends a paused owner's transaction before long.
    /// </summary>
    public static async Task<Dictionary<string, long>> TakeFree(NpgsqlConnection connection, string holder, string[] wanted)
        => (await connection.QueryAsync<(string Partition, long Epoch)>(
            """
            with free as (
                select partition from lease
                where partition = any(@wanted) and holder <> @holder
                  and not exists (select from node where node.holder = lease.holder and node.expires_at > clock_timestamp())
                for update of lease skip locked)
            update lease set holder = @holder, epoch = epoch + 1 from free
            where lease.partition = free.partition and exists (select from node where node.holder = @holder and node.expires_at > clock_timestamp());
            select partition, epoch from lease where holder = @holder
            """, new { holder, wanted }, commandTimeout: StatementLimit)).ToDictionary(row => row.Partition, row => row.Epoch);

    /// <summary>Hands one partition over: free for whoever comes first. The next owner's epoch is higher, so what the work here still commits is refused.</summary>
    public static Task Give(NpgsqlConnection connection, string holder, string partition, long epoch)
        => connection.ExecuteAsync("update lease set holder = '' where partition = @partition and holder = @holder and epoch = @epoch", new { partition, holder, epoch }, commandTimeout: StatementLimit);

    /// <summary>How many of the wanted partitions there are, and how many processes hold leases.</summary>
    public static async Task<(int Total, int Alive)> Shares(NpgsqlConnection connection, string[] wanted)
        => await connection.QueryFirstAsync<(int, int)>(
            "select (select count(*) from lease where partition = any(@wanted))::int, (select count(*) from node where expires_at > clock_timestamp())::int",
            new { wanted }, commandTimeout: StatementLimit);

    /// <summary>Gives everything back, so that others need not wait for the lease to run out.</summary>
    public static Task Release(NpgsqlConnection connection, string holder)
        => connection.ExecuteAsync("delete from node where holder = @holder", new { holder }, commandTimeout: StatementLimit);

    public static async Task<PartitionOwner?> FindOwner(NpgsqlConnection connection, string partition)
        => await connection.QueryFirstOrDefaultAsync<PartitionOwner>(
            "select node.holder, node.address, node.secret from lease join node on node.holder = lease.holder where partition = @partition and node.expires_at > clock_timestamp()",
            new { partition }, commandTimeout: StatementLimit);
}

/// <summary>Who owns a partition and how it is reached.</summary>
internal sealed record PartitionOwner(string Holder, string Address, string Secret);
