using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>What is wrong is told in the language of whoever asked; codes stay what they are.</summary>
public class ProblemLanguageTests
{
    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.5", "这里需要有效的凭证")]
    [InlineData("en-GB", "This needs a valid credential")]
    [InlineData("en;q=0.3, zh-TW", "这里需要有效的凭证")]
    [InlineData("fr", "This needs a valid credential")]
    [InlineData("", "This needs a valid credential")]
    [InlineData("%%%", "This needs a valid credential")]
    public async Task Without_a_credential_the_requests_preferred_language_counts(string accepted, string words)
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite, seeded: false);
        var answer = await server.Send(HttpMethod.Get, "/api/v1/inbox", null, null, request => request.Headers.TryAddWithoutValidation("Accept-Language", accepted));
        Assert.Equal("not-signed-in", (string)answer.Json["code"]!);
        Assert.Contains(words, (string)answer.Json["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_are_told_with_their_values_in_the_consumers_own_language()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var body = new { entryUnit = "market", message = new { clientId = "m1", text = new string('长', 20_000) } };
        async Task<(string Code, string Detail, string Field)> Ask(string language)
        {
            var problem = (await server.Send(HttpMethod.Post, "/api/v1/conversations", await server.Visit(language: language), body, request => request.Headers.TryAddWithoutValidation("Accept-Language", "fr"))).Json;
            return ((string)problem["code"]!, (string)problem["detail"]!, (string)problem["errors"]![0]!["detail"]!);
        }

        var chinese = await Ask("zh-CN");
        var english = await Ask("en");
        Assert.Equal("invalid", chinese.Code);
        Assert.Equal(chinese.Code, english.Code);
        Assert.StartsWith("请求里有不能接受的字段", chinese.Detail, StringComparison.Ordinal);
        Assert.Matches("^长度必须是 [0-9]+ 到 [0-9]+ 个字符。$", chinese.Field);
        Assert.Matches("^Must be [0-9]+ to [0-9]+ characters long\\.$", english.Field);
    }

    [Fact]
    public async Task A_sentence_inside_a_sentence_is_told_in_the_same_language_over_http_and_live()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var consumer = await server.Visit();
        Assert.Equal("这个会话不在这里，或者不是你的。", (string)(await server.Get("/api/v1/conversations/none", consumer)).Json["detail"]!);
        await using var page = await LivePage.Open(server, consumer);
        await page.Send(new { type = "send", conversation = "none", clientId = "c1", text = "在吗" });
        await Waiting.Until(() => page.OfType("refused").Any(), "a refusal over the channel");
        var refused = page.OfType("refused").First();
        Assert.Equal(("not-found", "这个会话不在这里，或者不是你的。"), ((string)refused["problem"]!["code"]!, (string)refused["problem"]!["detail"]!));
    }

    [Fact]
    public async Task What_the_process_in_charge_refuses_is_told_in_the_askers_language()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var agent = await server.SignIn("agent@acme.example");
        var problem = (await server.Post("/api/v1/offers/none/acceptances", agent)).Json;
        Assert.StartsWith("这次派单已经结束", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_preview_names_lines_in_the_callers_language()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var key = await server.Key("acme", "imports");
        var answer = await server.Send(HttpMethod.Post, "/api/v1/imports/previews", key, new { format = "jsonl", content = "not json" }, request => request.Headers.TryAddWithoutValidation("Accept-Language", "zh"));
        Assert.StartsWith("不是 JSON", (string)answer.Json["errors"]![0]!["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "is not here")]
    [InlineData("zh-CN", "不在这里")]
    [InlineData("fr, zh;q=0.5", "不在这里")]
    [InlineData("fr", "不在这里")]
    public async Task The_staff_are_told_in_the_language_of_their_page_and_else_in_their_own(string accepted, string words)
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var agent = await server.SignIn("agent@acme.example");
        var answer = await server.Send(HttpMethod.Get, "/api/v1/conversations/none", agent, null, request => request.Headers.TryAddWithoutValidation("Accept-Language", accepted));
        Assert.Contains(words, (string)answer.Json["detail"]!, StringComparison.Ordinal);
        var own = await server.Send(HttpMethod.Get, "/api/v1/session", agent, null, request => request.Headers.TryAddWithoutValidation("Accept-Language", accepted));
        Assert.Equal("zh-CN", (string)own.Json["person"]!["language"]!);
    }

    [Theory]
    [InlineData("zh-CN", "条款“base”已经用于“首次回复，所有单元”。请修改那一个。")]
    [InlineData("en", "Clause 'base' is for first reply, all units already. Change that one.")]
    public async Task What_a_clause_is_for_is_told_in_the_same_language_as_the_sentence_around_it(string language, string sentence)
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var admin = await server.SignIn("admin@acme.example");
        await server.Post("/api/v1/standards/clauses", admin, new { id = "base", measure = "first-reply", targetMinutes = 5 });
        var twin = await server.Send(HttpMethod.Post, "/api/v1/standards/clauses", admin, new { id = "twin", measure = "first-reply", targetMinutes = 5 }, request => request.Headers.TryAddWithoutValidation("Accept-Language", language));
        Assert.Equal(sentence, (string)twin.Json["detail"]!);
    }
}
