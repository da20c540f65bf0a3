using System.Collections.Concurrent;
using Patella.Platform.Identifiers;

namespace Patella.Tests.Platform.Identifiers;

public class IdentifiersTests
{
    [Fact]
    public void Ids_are_ordered_by_time_and_look_like_version_7()
    {
        var time = new ManualTime();
        var identifiers = new RandomIdentifiers(time);
        var made = Enumerable.Range(0, 500).Select(_ =>
        {
            time.Move(TimeSpan.FromMilliseconds(1));
            return identifiers.New();
        }).ToList();
        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.All(made, id => Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id));
    }

    [Fact]
    public async Task Ids_made_at_once_by_many_threads_are_unique()
    {
        foreach (var identifiers in new IIdentifiers[] { new RandomIdentifiers(new ManualTime()), new SeededIdentifiers(5) })
        {
            var made = new ConcurrentBag<string>();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            {
                for (var number = 0; number < 20_000; number++)
                {
                    made.Add(identifiers.New());
                }
            })));
            Assert.Equal(160_000, made.Distinct().Count());
        }
    }

    [Fact]
    public void The_same_seed_makes_the_same_ids_in_order_and_another_seed_makes_others()
    {
        var (first, second, other) = (new SeededIdentifiers(7), new SeededIdentifiers(7), new SeededIdentifiers(8));
        var made = Enumerable.Range(0, 100).Select(_ => first.New()).ToList();
        Assert.Equal(made, Enumerable.Range(0, 100).Select(_ => second.New()));
        Assert.Empty(made.Intersect(Enumerable.Range(0, 100).Select(_ => other.New())));
        Assert.Equal(made.Order(StringComparer.Ordinal), made);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Shop")]
    [InlineData("1shop")]
    [InlineData("shop/../other")]
    [InlineData("shop'; drop table timeline; --")]
    [InlineData("商店")]
    [InlineData("shop\u200b")]
    [InlineData("shop\n")]
    [InlineData("a23456789012345678901234567890123456789012")]
    public void A_tenant_id_that_could_be_more_than_a_name_is_refused(string text)
    {
        Assert.False(TenantId.IsValid(text));
        Assert.Throws<ArgumentException>(() => new TenantId(text));
    }
}
