using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Xunit.Abstractions;

namespace Patella.Tests.Platform.Storage;

/// <summary>Random operations of several writers against a dictionary that does the same.</summary>
public class StoreRandomTests(ITestOutputHelper output)
{
    private const int Writers = 6;
    private const int Steps = 60;

    [Theory]
    [OnSqlite(1), OnSqlite(2), OnSqlite(3)]
    [OnPostgres(1), OnPostgres(2), OnPostgres(3)]
    public async Task The_store_holds_what_a_dictionary_would(StoreKind kind, int seed)
    {
        output.WriteLine($"seed {seed}");
        await using var fixture = await StoreFixture.Create(kind);
        TenantId[] tenants = [fixture.Tenant, new TenantId("second")];
        await fixture.Store.Prepare(tenants[1]);
        var models = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => RunWriter(fixture.Store, tenants, writer, new Random((seed * 100) + writer))));
        if (seed % 2 == 1)
        {
            await fixture.Restart();
        }

        foreach (var (tenant, index) in tenants.Select((tenant, index) => (tenant, index)))
        {
            var expected = models.SelectMany(model => model[index].Items).ToDictionary();
            Assert.Equal(expected.OrderBy(pair => pair.Key), (await fixture.Store.Read(tenant, SampleTable.All)).OrderBy(pair => pair.Key));
            await CheckTimeline(fixture.Store, tenant, models.SelectMany(model => model[index].Entries));
        }
    }

    /// <summary>Each writer has keys of its own, so that its model needs no lock; the writers meet in the groups and the connections.</summary>
    private static async Task<Model[]> RunWriter(IStore store, TenantId[] tenants, int writer, Random random)
    {
        Model[] models = [new([], []), new([], [])];
        for (var step = 0; step < Steps; step++)
        {
            var index = random.Next(tenants.Length);
            var wanted = new Model(new(models[index].Items), [.. models[index].Entries]);
            var plan = Enumerable.Range(0, random.Next(1, 5)).Select(number => (Verb: random.Next(4), Key: $"{writer}-{random.Next(12)}", Value: random.NextInt64(1_000), Entry: $"{writer}.{step}.{number}")).ToList();
            var fails = random.Next(5) == 0;
            try
            {
                await store.Write(tenants[index], async transaction =>
                {
                    foreach (var (verb, key, value, entry) in plan)
                    {
                        await Apply(transaction, verb, key, value, entry);
                    }

                    if (fails)
                    {
                        throw new OperationCanceledException("this command changes its mind");
                    }
                }, random.Next(3) == 0 ? WriteMode.Serializable : WriteMode.Normal);
                Assert.False(fails);
                plan.ForEach(operation => wanted.Apply(operation.Verb, operation.Key, operation.Value, operation.Entry));
                models[index] = wanted;
            }
            catch (OperationCanceledException) when (fails)
            {
            }

            Assert.Equal(models[index].Items.GetValueOrDefault(plan[0].Key, -1), (await store.Read(tenants[index], reader => SampleTable.Find(reader, plan[0].Key)))?.Value ?? -1);
        }

        return models;
    }

    private static async Task Apply(ITransaction transaction, int verb, string key, long value, string entry)
    {
        switch (verb)
        {
            case 0 or 1:
                await SampleTable.Put(transaction, key, value);
                break;
            case 2:
                await transaction.Execute("delete from sample_item where tenant = @tenant and id = @key", new { key });
                break;
            default:
                await transaction.Append(SampleTable.Entry(entry));
                break;
        }
    }

    private static async Task CheckTimeline(IStore store, TenantId tenant, IEnumerable<string> expected)
    {
        // Transactions of other tests on the same server hold back what may be read; nothing is skipped meanwhile.
        var wanted = expected.ToList();
        await Waiting.Until(async () => (await store.ReadTimeline(tenant, TimelinePosition.Start, 10_000)).Count == wanted.Count, "all entries are readable");
        var seen = new List<TimelineEntry>();
        var position = TimelinePosition.Start;
        while (seen.Count < wanted.Count)
        {
            var entries = await store.ReadTimeline(tenant, position, 7);
            seen.AddRange(entries);
            position = seen[^1].Place;
        }

        Assert.Equal(wanted.Order(StringComparer.Ordinal), seen.Select(entry => entry.Id).Order(StringComparer.Ordinal));
        Assert.Equal(seen.Select(entry => entry.Place).Order(), seen.Select(entry => entry.Place));
        await Waiting.Until(async () => await store.NewestPosition(tenant) == position, "the newest position");
        if (store.Kind == StoreKind.Sqlite)
        {
            Assert.Equal(Enumerable.Range(1, seen.Count).Select(number => (long)number), seen.Select(entry => entry.Position));
        }
    }

    private sealed record Model(Dictionary<string, long> Items, List<string> Entries)
    {
        public void Apply(int verb, string key, long value, string entry)
        {
            switch (verb)
            {
                case 0 or 1:
                    Items[key] = value;
                    break;
                case 2:
                    Items.Remove(key);
                    break;
                default:
                    Entries.Add(entry);
                    break;
            }
        }
    }
}
