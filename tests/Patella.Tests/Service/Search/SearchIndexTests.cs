using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Edge;
using Patella.Service.Search;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Search;

public class SearchIndexTests
{
    private static Task<ServiceWorld> World(StoreKind kind) => ServiceWorld.Create(kind, services => services.AddSingleton<StaffStore>().AddSearch(), "Access", "Search");

    [Theory, OnSqlite, OnPostgres]
    public async Task Both_languages_numbers_and_likely_typing_errors_are_found(StoreKind kind)
    {
        await using var world = await World(kind);
        await Index(world, "a", "Order #W2378156 · 羊绒大衣", "两件 羊绒大衣 已经发货");
        await Index(world, "b", "Refund of a teapot", "The teapot arrived broken, the shop agreed to refunds");
        Assert.Equal(["a"], await Find(world, "羊绒"));
        Assert.Equal(["a"], await Find(world, "羊绒大衣 发货"));
        Assert.Equal(["a"], await Find(world, "#W2378156"));
        Assert.Equal(["a"], await Find(world, "2378156"));
        Assert.Equal(["b"], await Find(world, "refunded teapots"));
        Assert.Equal(["b"], await Find(world, "teappot"));
        Assert.Empty(await Find(world, "teapot 羊绒"));
        Assert.Empty(await Find(world, "\" OR * ) ' & | !"));
        Assert.Empty(await Find(world, ""));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Indexing_again_replaces_and_removing_leaves_nothing(StoreKind kind)
    {
        await using var world = await World(kind);
        await Index(world, "a", "old words", "gone");
        await Index(world, "a", "new words", "here");
        Assert.Empty(await Find(world, "old"));
        Assert.Equal(["a"], await Find(world, "here"));
        await world.Write(transaction => world.Get<SearchIndex>().Remove(transaction, SearchKinds.Conversation, "a"));
        await world.Write(transaction => world.Get<SearchIndex>().Remove(transaction, SearchKinds.Conversation, "a"));
        Assert.Empty(await Find(world, "words"));
        Assert.Equal(0, await world.Read(reader => reader.One<long>("select count(*) from search_text")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_title_that_fits_comes_first_and_then_the_newest(StoreKind kind)
    {
        await using var world = await World(kind);
        await Index(world, "title", "parcel lost", "x");
        await Index(world, "older", "first", "a parcel lost somewhere");
        await Index(world, "newer", "second", "a parcel lost elsewhere");
        Assert.Equal(["title", "newer", "older"], await Find(world, "lost parcel"));
    }

    /// <summary>PostgreSQL looks among the newest 5,000 of a kind first, and then at all.</summary>
    [Theory, OnPostgres]
    public async Task Behind_more_than_the_newest_documents_the_rare_and_the_common_are_found_alike_and_newest_first(StoreKind kind)
    {
        await using var world = await World(kind);
        await Index(world, "rare", "sapphire kettle", "x");
        await Index(world, "old-1", "common words", "x");
        await Index(world, "old-2", "common words", "x", SearchVisibility.Unit("far"));
        await world.Write(async transaction =>
        {
            await transaction.Execute("""
                insert into search_document (tenant, kind, id, title, preview, at, visibility)
                select @tenant, 'conversation', 'fill' || n, 'fill', '', n, 'staff' from generate_series(1, 6000) n
                """);
            await transaction.Execute("""
                insert into search_text (document, tokens)
                select number, array_to_tsvector(array['@' || @tenant] || case when at % 2 = 0 then array['common'] else array['other'] end)
                from search_document where tenant = @tenant and title = 'fill'
                """);
        });
        await Index(world, "new", "common words", "x");

        Assert.Equal(["rare"], await Find(world, "sapphire"));
        Assert.Equal(["new", "old-2", "old-1"], await Find(world, "common words"));
        Assert.Equal(["new", "old-1"], await Find(world, "common words", new SearchScope(false, ["near"])));
        var early = await world.Read(reader => world.Get<SearchIndex>().Query(reader, SearchKinds.All, "common", 3, SearchScope.Whole, new SearchNarrowing(Until: 11)));
        Assert.Equal(["fill10", "fill8", "fill6"], early.Select(hit => hit.Id));
        var common = await world.Read(reader => world.Get<SearchIndex>().Query(reader, SearchKinds.All, "common", 3, SearchScope.Whole));
        Assert.Equal(["new", "fill6000", "fill5998"], common.Select(hit => hit.Id));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_unit_finds_its_own_and_shared_documents_only(StoreKind kind)
    {
        await using var world = await World(kind);
        await Index(world, "mine", "how to pack", "x", SearchVisibility.Unit("market"));
        await Index(world, "theirs", "how to pack", "x", SearchVisibility.Unit("travel"));
        await Index(world, "shared", "how to pack", "x", SearchVisibility.All);
        Assert.Equal(["shared", "mine"], await Find(world, "pack", new SearchScope(false, ["market"])));
        Assert.Equal(3, (await Find(world, "pack")).Count);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task An_agents_scope_is_their_units_and_a_supervisors_is_everything(StoreKind kind)
    {
        await using var world = await World(kind);
        var agent = new Staff("staff-1", "Ann", "ann@example.org", "en", [Roles.Agent], ["market"], ["en"], 3, null, null, "own", true, false);
        await world.Write(transaction => world.Get<StaffStore>().Save(transaction, agent, null));
        var scope = await world.Read(reader => world.Get<SearchScopes>().Of(reader, world.Staff()));
        Assert.Equal((false, "market"), (scope.Everything, string.Join(' ', scope.Units)));
        Assert.True((await world.Read(reader => world.Get<SearchScopes>().Of(reader, world.Staff(Permission.Supervise)))).Everything);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Another_tenant_finds_nothing(StoreKind kind)
    {
        await using var world = await World(kind);
        await Index(world, "a", "secret teapot", "x");
        var other = new TenantId("other");
        await world.Store.Prepare(other);
        Assert.Empty(await world.Store.Read(other, reader => world.Get<SearchIndex>().Query(reader, SearchKinds.All, "teapot", 10, SearchScope.Whole)));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whatever_stands_in_a_document_finds_it_again(StoreKind kind)
    {
        await using var world = await World(kind);
        string[] hostile = ["'; drop table search_text; --", "a\u202Eb‮c", "\u200Bzero\u200Bwidth", "ｆｕｌｌ　ｗｉｄｔｈ", "1e5 0x41 NULL", "zz00 zzff", "ไม่ได้รับพัสดุ", "配達されていません", "😀😀 emoji", new string('x', 5_000)];
        foreach (var (index, text) in hostile.Index())
        {
            await Index(world, $"h{index}", $"t{index}", text);
        }

        foreach (var (index, text) in hostile.Index().Where(pair => Patella.Kernel.Text.SearchTokens.QueryTokens(pair.Item).Count > 0))
        {
            Assert.Contains($"h{index}", await Find(world, text));
        }
    }

    private static Task Index(ServiceWorld world, string id, string title, string body, string visibility = SearchVisibility.Staff)
        => world.Write(transaction => world.Get<SearchIndex>().Index(transaction, new SearchDocument(SearchKinds.Conversation, id, title, body, world.Now, visibility)));

    private static async Task<List<string>> Find(ServiceWorld world, string query, SearchScope? scope = null)
        => (await world.Read(reader => world.Get<SearchIndex>().Query(reader, SearchKinds.All, query, 20, scope ?? SearchScope.Whole))).Select(hit => hit.Id).ToList();
}
