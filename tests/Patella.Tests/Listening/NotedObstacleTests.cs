using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Tests.Platform;
using static Patella.Tests.Listening.ListeningScene;

namespace Patella.Tests.Listening;

/// <summary>What a listener noted becomes an obstacle with one answer, in their name, and comes back to them answered.</summary>
public class NotedObstacleTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_note_becomes_one_obstacle_of_its_listener_and_its_answer_comes_back_to_them(StoreKind kind)
    {
        await using var scene = await Start(kind);
        await scene.Live("s1", "assisted");
        await Done(scene.Post("/listening-sessions/s1/notes", scene.Boss, new { id = "n1", kind = "obstacle", text = "物流没有人看\n三天没有更新" }));
        await Refused("invalid", scene.Post("/listening-notes/n1/answers", scene.Supervisor, new { outcome = "answered" }));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => scene.Post("/listening-notes/n1/answers", scene.Supervisor, new { outcome = "obstacle" })));
        var ids = answers.Select(answer => answer.Text("ref")).Distinct().ToList();
        var id = Assert.Single(ids)!;
        Assert.Equal("filed", (string)answers[0].Json["obstacle"]!["state"]!);

        var mine = Assert.Single((await Done(scene.Get("/obstacles?mine=true", scene.Boss)))["items"]!.AsArray())!;
        Assert.Equal((id, "物流没有人看", "listening/s1", true), ((string)mine["id"]!, (string)mine["title"]!, (string)mine["origin"]!, (bool)mine["mine"]!));
        Assert.Empty((await Done(scene.Get("/obstacles?mine=true", scene.Supervisor)))["items"]!.AsArray());

        await Done(scene.Post("/listening-notes/hearings", scene.Boss));
        Assert.True((bool)(await Note(scene))["heard"]!);
        var analyst = await scene.Server.SignIn("admin@acme.example");
        await Done(scene.Post($"/obstacles/{id}/takings", analyst));
        Assert.Equal("taken", (string)(await Note(scene))["obstacle"]!["state"]!);
        await Done(scene.Post($"/obstacles/{id}/answers", analyst, new { answer = "夜里也有人看了" }));
        await Waiting.Until(async () => !(bool)(await Note(scene))["heard"]!, "the listener to have news");
        Assert.Equal("夜里也有人看了", (string)(await Note(scene))["obstacle"]!["answer"]!);
        Assert.Equal(1, (long)(await scene.Server.Services.GetRequiredService<IStore>().Read(new TenantId("acme"), reader => reader.One<long>("select count(*) from timeline where tenant = @tenant and kind = 'obstacle.filed'"))));
    }

    [Theory, OnSqlite]
    public async Task Open_sessions_are_those_that_wait_or_are_live(StoreKind kind)
    {
        await using var scene = await Start(kind);
        await scene.Live("s1", "shadow");
        await Done(scene.Post("/listening-sessions", scene.Boss, new { id = "s2", host = "acme-traveller", mode = "shadow" }));
        Assert.Equal(["s2", "s1"], await Open());
        await Done(scene.Post("/listening-sessions/s1/endings", scene.Host));
        Assert.Equal(["s2"], await Open());
        Assert.Equal("debrief", (await scene.Session("s1")).Text("state"));
        Assert.True((double)(await Done(scene.Get("/listening-progress", scene.Boss)))["minutes"]! >= 0);

        async Task<string[]> Open() => [.. (await Done(scene.Get("/listening-sessions?role=listener&state=open", scene.Boss)))["items"]!.AsArray().Select(session => (string)session!["id"]!)];
    }

    private static async Task<JsonNode> Note(ListeningScene scene) => (await Done(scene.Get("/listening-notes?mine=true", scene.Boss)))["items"]!.AsArray().Single()!;
}
