using Patella.Platform.Storage;
using Patella.Platform.Timeline;

namespace Patella.Tests.Platform;

/// <summary>The sample capability's statements: a keyed number with a version.</summary>
internal static class SampleTable
{
    public static Task Put(ITransaction transaction, string id, long value)
        => transaction.Execute(
            """
            insert into sample_item (tenant, id, value) values (@tenant, @id, @value)
            on conflict (tenant, id) do update set value = excluded.value, version = sample_item.version + 1
            """, new { id, value });

    public static Task<SampleItem?> Find(IReader reader, string id)
        => reader.One<SampleItem>("select id, value, version, note from sample_item where tenant = @tenant and id = @id", new { id });

    public static async Task<Dictionary<string, long>> All(IReader reader)
        => (await reader.Many<SampleItem>("select id, value, version, note from sample_item where tenant = @tenant")).ToDictionary(item => item.Id, item => item.Value);

    /// <summary>Changes the row only when its version is still the one that was read.</summary>
    public static async Task CompareAndSet(ITransaction transaction, SampleItem read, long value)
    {
        if (await transaction.Execute("update sample_item set value = @value, version = version + 1 where tenant = @tenant and id = @Id and version = @Version", new { value, read.Id, read.Version }) == 0)
        {
            throw new VersionConflictException("The item");
        }
    }

    public static TimelineEntry Entry(string id, string? conversation = null, long? sequence = null, string? clientId = null, long at = 1_700_000_000_000_000) => new()
    {
        Id = id,
        Kind = "sample.happened",
        At = at,
        RecordedAt = at,
        AuthorParty = "system",
        Conversation = conversation,
        Sequence = sequence,
        ClientId = clientId,
    };
}

internal sealed class SampleItem
{
    public required string Id { get; init; }

    public required long Value { get; init; }

    public required long Version { get; init; }

    public string? Note { get; init; }
}
