using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Service.Connectors.Mail.Mime;
using Patella.Service.Connectors.Mail.Reading;
using Patella.Service.Parties;
using Patella.Tests.Platform;

namespace Patella.Tests.Servers;

/// <summary>A consumer who has left is told once that an answer waits, by real mail, and comes back by its link.</summary>
public class ReminderTests
{
    [MailFact]
    public async Task Who_has_left_is_told_once_comes_back_by_the_link_and_can_stop_it()
    {
        await using var server = await TestServer.Start(StoreKind.Sqlite);
        var li = Correspondent.Number(20);
        await li.Forget();
        var (administrator, supervisor, agent) = (await server.SignIn("admin@acme.example"), await server.SignIn("supervisor@acme.example"), await server.SignIn("agent@acme.example"));
        await server.Post("/api/v1/mailboxes", administrator, new
        {
            id = "box", name = "Support", address = "u20@patella.test", displayName = "集市客服", unit = "market", language = "zh-CN", imapHost = "127.0.0.1", imapPort = TestMail.Port("Imaps"),
            smtpHost = "127.0.0.1", smtpPort = TestMail.Port("Smtp"), smtpSecurity = "starttls", userName = "u20@patella.test", password = "secret", certificate = TestMail.Certificate,
        });
        var (consumer, conversation) = await ConversationTests.Begin(server, "灯坏了，请人工");
        var person = (string)(await server.Get("/api/v1/conversations/" + conversation, supervisor)).Json["person"]!["id"]!;
        await server.Services.GetRequiredService<IStore>().Write(new TenantId("acme"), transaction => server.Services.GetRequiredService<PersonStore>().AddIdentity(transaction, person, IdentityKinds.Email, li.Address));
        await server.Post($"/api/v1/conversations/{conversation}/assignments", supervisor, new { staff = "acme-agent" });
        await server.Post($"/api/v1/conversations/{conversation}/messages", agent, new { clientId = "a1", text = "我们今天给您补发。" });
        await server.Post($"/api/v1/conversations/{conversation}/messages", agent, new { clientId = "a2", text = "单号稍后告诉您。" });
        var keeper = server.Services.GetRequiredService<ClockKeeper>();
        await keeper.ChangeRate(600);
        var reminder = await li.Receive();
        await keeper.ChangeRate(1);
        var text = MailContentReader.Read(reminder).Text;
        Assert.Equal("auto-generated", reminder.Header.Find("Auto-Submitted"));
        Assert.Contains("2", text, StringComparison.Ordinal);
        Assert.Contains("单号稍后告诉您。", text, StringComparison.Ordinal);

        // The link brings the same person back.
        var token = text.Split("token=")[1].Split('\n', ' ')[0].Trim();
        var visit = await server.Post("/api/v1/visitor-sessions", null, new { tenant = "acme", token });
        Assert.Equal(HttpStatusCode.Created, visit.Status);
        Assert.Equal(person, (string?)visit.Json["consumer"]!["id"]);
        Assert.Equal(HttpStatusCode.OK, (await server.Get("/api/v1/conversations/" + conversation, visit.Text("token"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Post("/api/v1/visitor-sessions", null, new { tenant = "acme", token = token[..^2] + "xx" })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Post("/api/v1/visitor-sessions", null, new { tenant = "rival", token })).Status);

        // Looking at the way out changes nothing, the button does, and then there is no other reminder.
        var way = new Uri(reminder.Header.Find("List-Unsubscribe")!.Trim('<', '>')).PathAndQuery;
        Assert.Equal(HttpStatusCode.OK, (await server.Get(way)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.Post(way, null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Post(way[..^3] + "abc", null)).Status);
        Assert.NotNull(consumer);
    }
}
