using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Storage;
using Patella.Service.Access;
using Patella.Service.Audit;
using Patella.Service.Edge;
using Patella.Service.Knowledge;
using Patella.Service.Search;
using Patella.Service.Tenants;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Knowledge;

public class KnowledgeTests
{
    private static Task<ServiceWorld> World(StoreKind kind) => ServiceWorld.Create(
        kind, services => services.AddSingleton<TenantStore>().AddSingleton<StaffStore>().AddAudit().AddSearch().AddKnowledge(), "Tenants", "Access", "Audit", "Search", "Knowledge");

    [Theory, OnSqlite, OnPostgres]
    public async Task The_right_article_answers_in_both_languages(StoreKind kind)
    {
        await using var world = await World(kind);
        await Fill(world);
        Assert.Equal("invoice-en", await Best(world, "How can I get an invoice for my order?", "en"));
        Assert.Equal("return-en", await Best(world, "what do i do to send goods back", "en-GB"));
        Assert.Equal("return-en", await Best(world, "retrun a purchase", "en"));
        Assert.Equal("invoice-zh", await Best(world, "请问发票怎么开？", "zh-CN"));
        Assert.Equal("return-zh", await Best(world, "我想把买的东西退货", "zh-TW"));
        Assert.Null(await Best(world, "Is it going to rain on the moon?", "en"));
        Assert.Null(await Best(world, "今天晚上月亮上会下雨吗", "zh-CN"));
        Assert.Null(await Best(world, "", "en"));
        Assert.Null(await Best(world, "invoice", "fr"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_private_article_stays_with_its_unit(StoreKind kind)
    {
        await using var world = await World(kind);
        await Save(world, Article("p", "Driver codes at the gate", "en", unit: "travel"));
        Assert.Equal("p", await Best(world, "driver codes gate", "en", "travel"));
        Assert.Null(await Best(world, "driver codes gate", "en", "market"));
        Assert.Null(await Best(world, "driver codes gate", "en", null));
        await Save(world, Article("p", "Driver codes at the gate", "en", unit: "travel") with { Shared = true });
        Assert.Equal("p", await Best(world, "driver codes gate", "en", "market"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Only_what_is_published_now_answers(StoreKind kind)
    {
        await using var world = await World(kind);
        await Save(world, Article("f", "Festival opening hours", "en") with { From = world.Now + 60_000_000, Until = world.Now + 120_000_000 });
        Assert.Null(await Best(world, "festival opening hours", "en"));
        world.Clock.Now = world.Clock.Now.AddSeconds(60);
        Assert.Equal("f", await Best(world, "festival opening hours", "en"));
        world.Clock.Now = world.Clock.Now.AddSeconds(60);
        Assert.Null(await Best(world, "festival opening hours", "en"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Making_an_article_twice_changes_nothing_and_other_content_is_refused(StoreKind kind)
    {
        await using var world = await World(kind);
        var (save, caller) = (world.Get<SaveArticle>(), world.Staff(Permission.Supervise));
        var request = new ArticleRequest("a1", "Title", ["How?"], "Thus.", "en", null, true, null, null, null, null);
        Assert.Equal(1, (await save.Add(caller, request)).Value.Version);
        Assert.Equal(1, (await save.Add(caller, request)).Value.Version);
        Assert.Equal(("idempotency-conflict", 1L), Refusal(await save.Add(caller, request with { Title = "Other" })));
        Assert.Equal(2, (await save.Change(caller, "a1", request with { Title = "Other", Version = 1 })).Value.Version);
        Assert.Equal(("changed-meanwhile", 2L), Refusal(await save.Change(caller, "a1", request with { Title = "Third", Version = 1 })));
        Assert.Equal(404, (await save.Change(caller, "none", request with { Version = 1 })).Problem!.Status);
        Assert.Equal(2, await world.Read(reader => reader.One<long>("select count(*) from audit_entry where tenant = @tenant")));
    }

    [Fact]
    public async Task A_malformed_article_is_told_with_pointers_and_changes_nothing()
    {
        await using var world = await World(StoreKind.Sqlite);
        var problem = (await world.Get<SaveArticle>().Add(world.Staff(Permission.Supervise), new ArticleRequest("a b", "", ["", "ok"], null, "x", "nowhere", null, ServiceWorld.Start, ServiceWorld.Start, null, null))).Problem!;
        Assert.Equal(["/answer", "/id", "/language", "/questions/0", "/title", "/until"], problem.Errors!.Select(error => error.Pointer).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(0, await world.Read(reader => reader.One<long>("select count(*) from article where tenant = @tenant")));
    }

    [Fact]
    public void An_articles_own_questions_find_it_before_all_others()
    {
        var articles = Enumerable.Range(0, 40).Select(index => Article($"a{index}", $"topic {Word(index)} of {Word(index * 7)}", "en")).ToList();
        var ranking = new ArticleRanking(articles);
        Assert.All(articles, article => Assert.Equal(article.Title, ranking.Rank(article.Title, _ => true, 1)[0].Article.Title));
        Assert.All(articles, article => Assert.InRange(ranking.Rank(article.Title, _ => true, 1)[0].Confidence, 0.9, 1.0));
    }

    private static string Word(int index) => $"{(char)('a' + index % 23)}{(char)('b' + index % 19)}{(char)('c' + index % 17)}ord";

    private static (string, long?) Refusal(Outcome<ArticleView> outcome) => (outcome.Problem!.Code, outcome.Problem.CurrentVersion);

    private static async Task Fill(ServiceWorld world)
    {
        await Save(world, Article("invoice-en", "Invoices", "en", null, "How do I get an invoice?", "Can I have a receipt for tax?"));
        await Save(world, Article("return-en", "Returning goods", "en", null, "How do I return a purchase?", "How do I send goods back?"));
        await Save(world, Article("address-en", "Delivery address", "en", null, "How do I change my delivery address?"));
        await Save(world, Article("invoice-zh", "开发票", "zh-CN", null, "怎么开发票？", "发票抬头写错了怎么办？"));
        await Save(world, Article("return-zh", "退货", "zh-CN", null, "买的东西怎么退货？", "七天无理由退货怎么申请？"));
        await Save(world, Article("address-zh", "收货地址", "zh-CN", null, "怎么修改收货地址？"));
    }

    private static Article Article(string id, string title, string language, string? unit = null, params string[] questions)
        => new(id, title, questions, "The answer stands here.", language, unit, false, null, null, null, 0, 0);

    private static Task Save(ServiceWorld world, Article article) => world.Write(transaction => world.Get<KnowledgeBase>().Save(transaction, article));

    private static async Task<string?> Best(ServiceWorld world, string question, string language, string? unit = "market")
        => (await world.Read(reader => world.Get<KnowledgeBase>().Answer(reader, question, language, unit))).FirstOrDefault()?.Article.Id;
}
