using Patella.Platform.Storage;
using Patella.Service.Policies;
using Patella.Tests.Platform;

namespace Patella.Tests.Policies;

/// <summary>What the guard says where the tenant has published nothing.</summary>
public class GuardTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task The_built_in_table_gives_in_the_customers_favour_up_to_the_tenants_limit_and_leaves_the_rest_to_a_person(StoreKind kind)
    {
        await using var world = await PolicyWorld.Create(kind);
        var guard = world.Get<PolicyGuard>();

        var free = await world.Read(reader => guard.Ask(reader, world.Question(PolicyWorld.Refund(9_000))));
        var within = await world.Read(reader => guard.Ask(reader, world.Question(PolicyWorld.Refund(5_000, limit: 5_000))));
        var above = await world.Read(reader => guard.Ask(reader, world.Question(PolicyWorld.Refund(5_001, limit: 5_000))));

        Assert.Equal(("allow", "in-favour", 2), (free.Outcome, free.Reason, free.Rule.Row));
        Assert.Equal("allow", within.Outcome);
        Assert.Equal(("person", "above-limit", 1, 24d), (above.Outcome, above.Reason, above.Rule.Row, above.PromiseHours));
        Assert.Contains("约定时间", above.Says("zh-CN"), StringComparison.Ordinal);
        Assert.Equal("Above the tenant's limit a person decides.", above.Rule.Note);
    }

    [Theory, OnSqlite]
    public async Task A_fact_that_is_missing_opens_no_door(StoreKind kind)
    {
        await using var world = await PolicyWorld.Create(kind);

        var verdict = await world.Read(reader => world.Get<PolicyGuard>().Ask(reader, world.Question(FactSet.Read("""{"action": {"kind": "refund"}}"""))));

        Assert.Equal("person", verdict.Outcome);
        Assert.Contains(verdict.Problems, problem => problem.Contains("'tenant'", StringComparison.Ordinal));
    }
}
