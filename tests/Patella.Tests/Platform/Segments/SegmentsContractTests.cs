using System.Security.Cryptography;
using Patella.Platform.Identifiers;
using Patella.Platform.Segments;
using Patella.Platform.Storage;
using Xunit.Abstractions;

namespace Patella.Tests.Platform.Segments;

/// <summary>What every keeper of pieces promises.</summary>
public class SegmentsContractTests(ITestOutputHelper output)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_piece_reads_back_as_it_was_put(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        foreach (var length in new[] { 0, 1, 262_143, 262_144, 262_145, 1_000_000 })
        {
            var content = Bytes(length, length);
            var info = await fixture.OpenSegments().Put(fixture.Tenant, $"piece {length}", new MemoryStream(content));
            Assert.Equal(new SegmentInfo($"piece {length}", length, Convert.ToHexStringLower(SHA256.HashData(content))), info);
            Assert.Equal(content, await Read(fixture.OpenSegments(), fixture.Tenant, info.Key));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task The_same_again_changes_nothing_and_other_content_is_refused(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var segments = fixture.OpenSegments();
        var first = await segments.Put(fixture.Tenant, "k", new MemoryStream([1, 2, 3]));
        Assert.Equal(first, await segments.Put(fixture.Tenant, "k", new MemoryStream([1, 2, 3])));
        await Assert.ThrowsAsync<SegmentConflictException>(() => segments.Put(fixture.Tenant, "k", new MemoryStream([1, 2, 4])));
        Assert.Equal([1, 2, 3], await Read(segments, fixture.Tenant, "k"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Hostile_keys_are_keys_and_nothing_else(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var segments = fixture.OpenSegments();
        string[] keys = ["../../etc/passwd", "\u200b.htaccess", "C:\\con", "a\nb", "'; drop table segment; --", "发票.pdf", "\u202egnp.exe", new string('k', 200), "🍜", "a/b/c", ".", ".."];
        foreach (var key in keys)
        {
            await segments.Put(fixture.Tenant, key, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(key)));
        }

        Assert.Equal(keys.Order(StringComparer.Ordinal), (await segments.List(fixture.Tenant)).Select(info => info.Key));
        Assert.All(Directory.GetFileSystemEntries(fixture.Folder, "*", SearchOption.AllDirectories), path => Assert.Matches("^[a-zA-Z0-9./_-]*$", Path.GetRelativePath(fixture.Folder, path)));
        foreach (var bad in new[] { "", new string('k', 201), "nul\0", "half \ud83d" })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => segments.Put(fixture.Tenant, bad, new MemoryStream([1])));
        }
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_content_that_breaks_off_leaves_nothing_behind(StoreKind kind)
    {
        await using var fixture = await StoreFixture.Create(kind);
        var segments = fixture.OpenSegments();
        await Assert.ThrowsAnyAsync<Exception>(() => segments.Put(fixture.Tenant, "k", new BreakingStream()));
        Assert.Null(await segments.Find(fixture.Tenant, "k"));
        Assert.Empty(await segments.List(fixture.Tenant));
        Assert.Empty(Directory.GetFiles(fixture.Folder, "spool-*", SearchOption.AllDirectories));
    }

    [Theory]
    [OnSqlite(1), OnSqlite(2), OnPostgres(1), OnPostgres(2)]
    public async Task The_keeper_holds_what_a_dictionary_would(StoreKind kind, int seed)
    {
        output.WriteLine($"seed {seed}");
        await using var fixture = await StoreFixture.Create(kind);
        TenantId[] tenants = [fixture.Tenant, new("second")];
        await fixture.Store.Prepare(tenants[1]);
        var models = await Task.WhenAll(Enumerable.Range(0, 3).Select(writer => Run(fixture, tenants, writer, new Random((seed * 10) + writer))));
        foreach (var (tenant, index) in tenants.Select((tenant, index) => (tenant, index)))
        {
            var expected = models.SelectMany(model => model[index]).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
            Assert.Equal(
                expected.Select(pair => (pair.Key, Convert.ToHexStringLower(SHA256.HashData(pair.Value)))),
                (await fixture.OpenSegments().List(tenant)).Select(info => (info.Key, info.Sha256)));
        }
    }

    private static async Task<Dictionary<string, byte[]>[]> Run(StoreFixture fixture, TenantId[] tenants, int writer, Random random)
    {
        Dictionary<string, byte[]>[] models = [[], []];
        for (var step = 0; step < 60; step++)
        {
            var which = random.Next(2);
            var (tenant, model, key) = (tenants[which], models[which], $"{writer}/{random.Next(8)}");
            var content = Bytes(random.Next(100_000), random.Next());
            switch (random.Next(3))
            {
                case 0:
                    Assert.Equal(model.Remove(key), await fixture.OpenSegments().Delete(tenant, key));
                    break;
                case 1 when model.ContainsKey(key):
                    await Assert.ThrowsAsync<SegmentConflictException>(() => fixture.OpenSegments().Put(tenant, key, new MemoryStream([.. content, 0])));
                    break;
                case 1:
                    await fixture.OpenSegments().Put(tenant, key, new MemoryStream(content));
                    model[key] = content;
                    break;
                default:
                    Assert.Equal(model.GetValueOrDefault(key), await Read(fixture.OpenSegments(), tenant, key));
                    break;
            }
        }

        return models;
    }

    private static byte[] Bytes(int length, int seed)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private static async Task<byte[]?> Read(ISegments segments, TenantId tenant, string key)
    {
        await using var content = await segments.Get(tenant, key);
        if (content is null)
        {
            return null;
        }

        var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        return copy.ToArray();
    }

    private sealed class BreakingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position > 100_000)
            {
                throw new IOException("the phone lost its network");
            }

            Position += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
