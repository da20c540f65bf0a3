using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Patella.Platform.Storage;
using Patella.Tests.Actions;
using Patella.Tests.Platform;

namespace Patella.Tests.Service.Bots;

/// <summary>Something came broken: one photo, and the answer is the money, where the tenant lets the service give it; else a person.</summary>
public class BrokenPhotoTests
{
    private const string Broken = "收到的杯子是坏的，碎了";

    [Theory, OnSqlite, OnPostgres]
    public async Task One_photo_gives_the_money_back_at_once_and_only_once(StoreKind kind)
    {
        await using var world = await Open(kind, limit: 5_000);
        var order = await world.Order(delivered: true, quantity: 1);
        var talk = await Say(world, order, photo: true);
        await Told(world, talk, "已办好");
        var action = Assert.Single((await world.Server.Get($"/api/v1/orders/{order}/actions", world.Agent)).Json["items"]!.AsArray())!;
        Assert.Equal(("refund", "done", "program"), ((string)action["kind"]!, (string)action["state"]!, (string)action["by"]!["kind"]!));
        Assert.Equal(ActionWorld.Price, (long)Assert.Single((await world.Server.Get("/api/v1/me/remedies", world.Consumer)).Json["items"]!.AsArray())!["amount"]!["amount"]!);

        // There is nothing left to give: the next photo goes to a person.
        await More(world, talk, order);
        await Waiting.Until(async () => (string)(await world.Server.Get($"/api/v1/conversations/{talk}", world.Consumer)).Json["state"]! == "queued", "a person is asked for");
        Assert.Single((await world.Server.Get($"/api/v1/orders/{order}/actions", world.Agent)).Json["items"]!.AsArray());
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Without_a_limit_for_programs_or_above_it_or_without_a_photo_or_with_two_pieces_a_person_decides(StoreKind kind)
    {
        await using var world = await Open(kind, limit: ActionWorld.Price - 1);
        foreach (var (quantity, photo) in new[] { (1, true), (2, true), (1, false) })
        {
            var order = await world.Order(delivered: true, quantity: quantity);
            var talk = await Say(world, order, photo);
            await Waiting.Until(async () => (string)(await world.Server.Get($"/api/v1/conversations/{talk}", world.Consumer)).Json["state"]! == "queued", "a person is asked for");
            Assert.Empty((await world.Server.Get($"/api/v1/orders/{order}/actions", world.Agent)).Json["items"]!.AsArray());
        }
    }

    private static async Task<ActionWorld> Open(StoreKind kind, long limit)
    {
        var world = await ActionWorld.Create(kind);
        await world.Set(new { authorities = new[] { new { grade = "api", kind = "refund", currency = "CNY", mostPerCase = limit, mostPerDay = 100_000 } } });
        return world;
    }

    private static async Task<string> Say(ActionWorld world, string order, bool photo)
    {
        var made = await world.Server.Post("/api/v1/conversations", world.Consumer, new { entryUnit = "market", message = new { clientId = "hello", text = "你好" } });
        Assert.True(made.Status == HttpStatusCode.Created, made.ToString());
        await (photo ? More(world, made.Text("id"), order) : Post(world, made.Text("id"), order, []));
        return made.Text("id");
    }

    private static async Task More(ActionWorld world, string talk, string order) => await Post(world, talk, order, [await Upload(world)]);

    private static async Task Post(ActionWorld world, string talk, string order, string[] files)
    {
        var id = (string)(await world.Server.Get($"/api/v1/orders/{order}", world.Agent)).Json["id"]!;
        var said = await world.Server.Post($"/api/v1/conversations/{talk}/messages", world.Consumer, new { clientId = Guid.NewGuid().ToString("N"), text = Broken, orderId = id, files });
        Assert.True((int)said.Status < 300, said.ToString());
    }

    /// <summary>The smallest picture there is.</summary>
    private static async Task<string> Upload(ActionWorld world)
    {
        using var form = new MultipartFormDataContent();
        using var picture = new ByteArrayContent(Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="));
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(picture, "file", "broken.png");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/files") { Content = form };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", world.Consumer);
        using var answer = await world.Server.Http.SendAsync(request);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!;
    }

    private static Task Told(ActionWorld world, string talk, string words) => Waiting.Until(
        async () => (await world.Server.Get($"/api/v1/conversations/{talk}/entries", world.Consumer)).Json["items"]!.AsArray().Any(entry => ((string?)entry!["text"])?.Contains(words, StringComparison.Ordinal) == true), "it is told");
}
