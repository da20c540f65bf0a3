using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Transfer;
using Patella.Service;
using Patella.Service.Parties.Privacy;
using Patella.Tests.Hosting;
using Patella.Tests.Platform;
using Patella.Tests.Servers;

namespace Patella.Tests.Service.Parties;

/// <summary>A person is erased, and then every byte of the store, of its log, of the files and of a restored backup is searched for what they were.</summary>
public class ErasureTests
{
    private const string Slug = "acme";

    /// <summary>Words that stand nowhere else: name, identities, address, what was said, what was said of them, a file.</summary>
    private static readonly string[] Traces =
    [
        "Quendolin", "Zweifelhausen", "13911112222", "quendolin.z@example.org", "buyer-qz-77", "欧阳翡翠", "翡翠巷七弄", "wollmausfund", "schimmelkeks", "rumpelnotiz", "klinkenputz", "trostpflaster", "federkiel", "wiedervorlage",
    ];

    [Theory, OnSqlite, OnPostgres]
    public async Task Nothing_of_an_erased_person_is_left_but_books_and_counts_stay(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (person, conversation, order) = await Live(server);
        Assert.Equal(Traces.Order(), (await Found(Place(server))).Order());
        var admin = await server.SignIn("admin@acme.example");
        var before = (await Count(server, "timeline"), await Count(server, "order_event"), (string)(await server.Get("/api/v1/orders/" + order, admin)).Json["total"]!.ToJsonString());
        using var backup = new TemporaryFolder();
        await server.Services.GetRequiredService<BackupService>().Run([TenantId.System, new TenantId(Slug)], Path.Combine(backup.Path, "copy"));

        var erased = await Erase(server, admin, person);
        Assert.Equal(("done", true), (erased.Text("state"), (long)erased.Json["rowsErased"]! > 10));
        await NothingFound(Place(server));
        Assert.Equal(before, (await Count(server, "timeline"), await Count(server, "order_event"), (string)(await server.Get("/api/v1/orders/" + order, admin)).Json["total"]!.ToJsonString()));
        Assert.Equal(HttpStatusCode.OK, (await server.Get("/api/v1/conversations/" + conversation, admin)).Status);
        // Erasing again changes nothing, and a later event of the same order still finds its place.
        Assert.Equal("done", (await server.Post($"/api/v1/privacy-requests/{erased.Text("id")}/erasure", admin)).Text("state"));
        await Send(server, Event("late", "order.finished", "QZ-1", new { order = new { number = "QZ-1" } }));
        Assert.Equal("finished", (await server.Get("/api/v1/orders/" + order, admin)).Text("state"));
        await NothingFound(Place(server));
        await RestoredIsErasedAgain(server, kind, Path.Combine(backup.Path, "copy"), Path.Combine(backup.Path, "restored"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Everything_about_a_person_is_given_out_as_one_readable_file(StoreKind kind)
    {
        await using var server = await TestServer.Start(kind);
        var (person, _, _) = await Live(server);
        var admin = await server.SignIn("admin@acme.example");
        var asked = await server.Post($"/api/v1/consumers/{person}/privacy-requests", admin, new { id = "export-1", kind = "export" });
        Assert.Equal("open", asked.Text("state"));
        Assert.Equal(TimeSpan.FromDays(30), (DateTimeOffset)asked.Json["dueAt"]! - (DateTimeOffset)asked.Json["askedAt"]!);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/privacy-requests/export-1/archive");
        request.Headers.Authorization = new("Bearer", admin);
        using var answer = await server.Http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        using var reader = new StreamReader(zip.GetEntry("person.json")!.Open());
        var document = await reader.ReadToEndAsync();
        foreach (var trace in Traces.Except(["rumpelnotiz", "klinkenputz", "federkiel", "wiedervorlage"]))
        {
            Assert.Contains(trace, document, StringComparison.Ordinal);
        }

        // A note between staff is not the person's own.
        Assert.DoesNotContain("rumpelnotiz", document, StringComparison.Ordinal);
        Assert.Contains(zip.Entries, entry => entry.FullName.StartsWith("files/", StringComparison.Ordinal));
        Assert.Equal("done", (string?)(await server.Get("/api/v1/privacy-requests", admin)).Json["items"]![0]!["state"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Post("/api/v1/privacy-requests/export-1/archive", await server.SignIn("supervisor@acme.example"))).Status);
    }

    private static async Task RestoredIsErasedAgain(TestServer server, StoreKind kind, string backup, string folder)
    {
        var database = kind == StoreKind.Postgres ? await StoreFixture.CreateDatabase() : null;
        var place = new PlatformOptions { DataFolder = folder, Postgres = database is null ? null : StoreFixture.ConnectionStringOf(database) };
        await using (var seams = new ServiceCollection().AddLogging().AddPlatform(place, ServiceModule.AddMigrations).BuildServiceProvider())
        {
            await seams.GetRequiredService<BackupService>().Restore(backup);
        }

        Assert.NotEmpty(await Found(place));
        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(server.Options.DataFolder, ErasureList.FileName), Path.Combine(folder, ErasureList.FileName));
        await using (await TestServer.Start(kind, seeded: false, folder, database: database))
        {
            await NothingFound(place);
        }
    }

    /// <summary>A life of one consumer: known, bought, wrote, sent a file, was noted about.</summary>
    private static async Task<(string Person, string Conversation, string Order)> Live(TestServer server)
    {
        var consumer = new { externalId = "buyer-qz-77", name = "Quendolin Zweifelhausen", phone = "13911112222", email = "quendolin.z@example.org" };
        await Send(server,
            Event("e1", "order.created", "QZ-1", new
            {
                order = new
                {
                    number = "QZ-1", consumer, merchant = new { externalId = "shop-1", name = "Shop One" }, unit = "market", address = new { receiver = "欧阳翡翠", line = "翡翠巷七弄" },
                    items = new[] { new { sku = "s", productId = "p", title = "雨伞", quantity = 1, price = new { amount = 100, currency = "CNY" } } },
                    total = new { amount = 100, currency = "CNY" }, placedAt = "2026-11-11T00:00:00Z",
                },
            }),
            Event("e2", "logistics.in-transit", "QZ-1", new { parcel = new { order = "QZ-1", trackingNumber = "T-1", carrier = "c" }, place = "klinkenputz", text = "欧阳翡翠 trostpflaster" }),
            Event("e3", "identity.profile", "buyer-qz-77", new { consumer }),
            Event("e4", "unheard-of.thing", "QZ-1", new { receiver = "欧阳翡翠" }));
        var visitor = await server.Post("/api/v1/visitor-sessions", null, new { tenant = Slug, language = "zh-CN", token = ConsumerJwt.Make(Slug, "buyer-qz-77", "Quendolin Zweifelhausen") });
        Assert.True(visitor.Status == HttpStatusCode.Created, visitor.ToString());
        var token = visitor.Text("token");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes("schimmelkeks in a file")), "file", "schimmelkeks.txt" } };
        var file = await server.Send(HttpMethod.Post, "/api/v1/files", token, form);
        Assert.True(file.Status == HttpStatusCode.Created, file.ToString());
        var opened = await server.Post("/api/v1/conversations", token, new { id = Guid.CreateVersion7().ToString(), entryUnit = "market" });
        Assert.True((int)opened.Status < 300, opened.ToString());
        var conversation = opened.Text("id");
        var said = await server.Post($"/api/v1/conversations/{conversation}/messages", token, new { clientId = "m1", text = "I am Quendolin, there is a wollmausfund in it", files = new[] { file.Text("id") } });
        Assert.True(said.Status == HttpStatusCode.Created, said.ToString());
        await server.Post($"/api/v1/conversations/{conversation}/notes", await server.SignIn("supervisor@acme.example"), new { clientId = "n1", text = "rumpelnotiz about Zweifelhausen" });
        await server.Services.GetRequiredService<IStore>().Write(new TenantId(Slug), async transaction =>
        {
            await transaction.Execute("insert into conversation_draft (tenant, staff, conversation, version, text, note, files, at) values (@tenant, 'acme-agent', @conversation, 1, 'federkiel', 0, '[]', 1)", new { conversation });
            await transaction.Execute("insert into conversation_snooze (tenant, conversation, staff, since, on_reply, what) values (@tenant, @conversation, 'acme-agent', 1, 1, 'wiedervorlage')", new { conversation });
        });
        var admin = await server.SignIn("admin@acme.example");
        await Waiting.Until(async () => (await server.Get("/api/v1/search?q=wollmausfund", admin)).Json["items"]!.AsArray().Count > 0, "the message in the index");
        await Waiting.Until(async () => (await server.Get("/api/v1/search?q=Quendolin&kinds=consumer", admin)).Json["items"]!.AsArray().Count > 0, "the person in the index");
        var order = (await server.Get("/api/v1/orders", admin)).Json["items"]!.AsArray().Single()!;
        var person = await server.Services.GetRequiredService<IStore>().Read(new TenantId(Slug), reader => reader.One<string>("select person from conversation where tenant = @tenant and id = @conversation", new { conversation }));
        return (person!, conversation, (string)order["id"]!);
    }

    private static object Event(string id, string kind, string subject, object data)
        => new { specversion = "1.0", id, source = "/acme", type = $"patella.{kind}.v1", subject, time = "2026-11-11T00:00:00Z", unit = "market", data };

    private static async Task Send(TestServer server, params object[] events)
    {
        var sent = await server.Post("/api/v1/events", await server.Key(Slug, "events"), events);
        Assert.True(sent.Status == HttpStatusCode.Accepted, sent.ToString());
    }

    private static async Task<Answer> Erase(TestServer server, string admin, string person)
    {
        var asked = await server.Post($"/api/v1/consumers/{person}/privacy-requests", admin, new { kind = "erasure" });
        Assert.True(asked.Status == HttpStatusCode.Created, asked.ToString());
        var erased = await server.Post($"/api/v1/privacy-requests/{asked.Text("id")}/erasure", admin);
        Assert.True(erased.Status == HttpStatusCode.OK, erased.ToString());
        return erased;
    }

    private static async Task<long> Count(TestServer server, string table)
        => await server.Services.GetRequiredService<IStore>().Read(new TenantId(Slug), reader => reader.One<long>($"select count(*) from {table} where tenant = @tenant"));

    private static PlatformOptions Place(TestServer server) => new() { DataFolder = server.Options.DataFolder, Postgres = server.Options.Postgres };

    private static async Task<List<string>> Found(PlatformOptions place)
        => In((place.Postgres is null ? "" : await WholeDatabase.Dump(place.Postgres)) + string.Concat(FoundIn(place.DataFolder)));

    /// <summary>Nothing is found; what is, is shown with its place.</summary>
    private static async Task NothingFound(PlatformOptions place)
    {
        var dump = place.Postgres is null ? "" : await WholeDatabase.Dump(place.Postgres);
        Assert.Empty(dump.Split('\n').Where(line => In(line).Count > 0).Concat(FoundIn(place.DataFolder)));
    }

    private static List<string> FoundIn(string folder) => In(string.Concat(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).Select(ReadWhole)));

    // A lower-cased word is a token of the search index.
    private static List<string> In(string text) => [.. Traces.Where(trace => text.Contains(trace, StringComparison.Ordinal) || text.Contains(trace.ToLowerInvariant(), StringComparison.Ordinal))];

    private static string ReadWhole(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return path + "\n" + reader.ReadToEnd();
    }
}
