using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Parties.Privacy;
using Patella.Tests.Platform;
using static Patella.Tests.Listening.ListeningScene;

namespace Patella.Tests.Listening;

/// <summary>Seats through the public door, on both stores.</summary>
public class ListeningTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task An_approved_reply_goes_out_once_however_often_it_is_asked_for_at_once(StoreKind kind)
    {
        await using var scene = await Start(kind);
        await scene.Live("s1", "assisted");
        await Done(scene.Post("/listening-sessions/s1/drafts", scene.Boss, new { id = "d1", text = "您好，我来帮您查。" }));
        await Done(scene.Post("/listening-sessions/s1/drafts", scene.Boss, new { id = "d1", text = "您好，我来帮您查。" }));
        await Refused("id-used", scene.Post("/listening-sessions/s1/drafts", scene.Boss, new { id = "d1", text = "别的话" }));
        Assert.Empty(await scene.ConsumerReads());

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => scene.Post("/listening-sessions/s1/drafts/d1/approvals", scene.Host, new { text = "您好，我来帮您查物流。" })));
        Assert.All(answers, answer => Assert.Equal("您好，我来帮您查物流。", answer.Text("sentText")));
        Assert.Equal(["您好，我来帮您查物流。"], await scene.ConsumerReads());
        await Refused("draft-decided", scene.Post("/listening-sessions/s1/drafts/d1/refusals", scene.Host, new { reason = "不" }));
        await Refused("draft-decided", scene.Post("/listening-sessions/s1/drafts/d1/approvals", scene.Host, new { text = "再说一遍" }));
        Assert.Equal(1, (long)(await scene.Session("s1")).Json["approvals"]!);
        var entry = (await scene.Get("/conversations/talk/entries", scene.Consumer)).Json["items"]!.AsArray().Single(one => (string?)one!["text"] == "您好，我来帮您查物流。")!;
        Assert.Equal("agent", (string)entry["author"]!["name"]!);
        Assert.DoesNotContain("executive", entry.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Replies_go_out_at_once_only_after_enough_were_approved_and_the_host_takes_that_back(StoreKind kind)
    {
        await using var scene = await Start(kind);
        await scene.Live("s1", "approved");
        async Task<string> Draft(string id, string text) => (string)(await Done(scene.Post("/listening-sessions/s1/drafts", scene.Boss, new { id, text })))["state"]!;
        Task<Patella.Tests.Servers.Answer> Free(bool free) => scene.Server.Send(HttpMethod.Put, "/api/v1/listening-sessions/s1/freedom", scene.Host, new { free });
        for (var number = 1; number <= 3; number++)
        {
            await Refused("too-few-approved", Free(true));
            Assert.Equal("proposed", await Draft("d" + number, "第" + number + "句话"));
            await Done(scene.Post($"/listening-sessions/s1/drafts/d{number}/approvals", scene.Host));
        }

        await Done(Free(true));
        Assert.Equal("sent", await Draft("d4", "第四句话"));
        Assert.Equal("proposed", await Draft("d5", "我们赔偿您100元"));
        await Done(Free(false));
        Assert.Equal("proposed", await Draft("d6", "第六句话"));
        Assert.Equal(["第1句话", "第2句话", "第3句话", "第四句话"], await scene.ConsumerReads());

        // The contact is handed on: the seat learns of it, and what waited never goes out.
        await Done(scene.Post("/conversations/talk/transfers", scene.Host, new { clientId = "t1", unit = "travel", reason = "另一个单元" }));
        await Refused("contact-over", scene.Get("/listening-sessions/s1/contact", scene.Boss));
        Assert.Contains((await scene.Post("/listening-sessions/s1/drafts/d6/approvals", scene.Host)).Code, new[] { "not-yours", "contact-over" });
        await scene.Until("s1", "debrief");
        await Refused("contact-over", scene.Post("/listening-sessions/s1/drafts/d6/approvals", scene.Host));
        Assert.Equal(4, (await scene.ConsumerReads()).Length);
        Assert.Equal("void", (string)(await scene.Session("s1")).Json["drafts"]!.AsArray().Single(draft => (string)draft!["id"]! == "d6")!["state"]!);
    }

    [Theory, OnSqlite]
    public async Task A_listener_sees_the_contact_of_their_seat_only_while_seated_and_masked(StoreKind kind)
    {
        await using var scene = await Start(kind);
        var other = await scene.Server.Visit();
        await scene.Contact("before", other, "早先的会话");
        var newcomer = await scene.Server.SignIn("newcomer@acme.example");
        await scene.Seat("s1", "shadow", newcomer);
        await Refused("no-contact-yet", scene.Get("/listening-sessions/s1/contact", newcomer));
        Assert.Equal("seated", (await scene.Session("s1")).Text("state"));
        await scene.Contact("talk", scene.Consumer);
        await scene.Until("s1", "live");

        var contact = await Done(scene.Get("/listening-sessions/s1/contact", newcomer));
        Assert.Equal("talk", (string)contact["conversation"]!);
        Assert.Contains("我叫[name]，电话[phone]，包裹没到", contact.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
        await Refused("not-found", scene.Get("/listening-sessions/s1/contact", scene.Boss));
        await Refused("not-allowed", scene.Get("/conversations/talk", newcomer));
        await Refused("not-allowed", scene.Get("/conversations/before/entries", newcomer));
        await Refused("shadow-writes-nothing", scene.Post("/listening-sessions/s1/drafts", newcomer, new { id = "d1", text = "你好" }));
        await Refused("not-found", scene.Post("/listening-sessions/s1/drafts", scene.Boss, new { id = "d1", text = "你好" }));

        await Done(scene.Post("/conversations/talk/closures", scene.Host));
        await scene.Until("s1", "debrief");
        await Refused("contact-over", scene.Get("/listening-sessions/s1/contact", newcomer));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_session_closes_with_a_note_what_became_of_it_is_heard_and_the_report_is_what_the_timeline_tells(StoreKind kind)
    {
        await using var scene = await Start(kind, timeRate: 60);
        await scene.Live("s1", "assisted");
        await Refused("seat-live", scene.Post("/listening-sessions/s1/closings", scene.Boss));
        await Done(scene.Post("/listening-sessions/s1/endings", scene.Boss));
        await Done(scene.Post("/listening-sessions/s1/endings", scene.Host));
        await Refused("note-missing", scene.Post("/listening-sessions/s1/closings", scene.Boss));
        foreach (var _ in new[] { 1, 2 })
        {
            await Done(scene.Post("/listening-sessions/s1/notes", scene.Boss, new { id = "n1", kind = "obstacle", text = "物流没有人看" }));
        }

        await Done(scene.Post("/listening-sessions/s1/notes", scene.Boss, new { id = "n2", kind = "note", text = "坐席很耐心" }));
        await Done(scene.Post("/listening-sessions/s1/closings", scene.Boss));
        await Refused("seat-over", scene.Post("/listening-sessions/s1/notes", scene.Boss, new { id = "n3", kind = "note", text = "太晚" }));
        await Refused("not-allowed", scene.Post("/listening-notes/n1/answers", scene.Boss, new { outcome = "answered", text = "好" }));
        await Done(scene.Post("/listening-notes/n1/answers", scene.Supervisor, new { outcome = "project", text = "已立项", @ref = "p-1" }));
        await Refused("note-answered", scene.Post("/listening-notes/n1/answers", scene.Supervisor, new { outcome = "answered", text = "别的" }));
        Assert.False((bool)(await Mine())["heard"]!);
        await Done(scene.Post("/listening-notes/hearings", scene.Boss));
        Assert.True((bool)(await Mine())["heard"]!);
        Assert.Equal(1, (long)(await Done(scene.Get("/listening-progress", scene.Boss)))["done"]!);

        var line = (await Done(scene.Get("/listening-report", scene.Supervisor)))["persons"]!.AsArray().Single(person => (string)person!["id"]! == "acme-executive")!;
        var told = (await scene.Server.Services.GetRequiredService<IStore>().Read(new TenantId("acme"), reader => reader.Many<TimelineEntry>("select * from timeline where tenant = @tenant and kind like 'listening.%' order by position")))
            .Select(entry => (entry.Kind, entry.At, Data: JsonNode.Parse(entry.Data!)!)).ToList();
        long At(string what) => Assert.Single(told, entry => entry.Kind == "listening." + what).At;
        Assert.Equal(Math.Round((At("debrief") - At("live")) / 60_000_000.0, 1), (double)line["minutes"]!);
        Assert.Equal(1, (long)line["sessions"]!);
        Assert.Equal(told.Count(entry => entry.Kind == "listening.noted"), (long)line["notes"]!);
        Assert.Equal(told.Count(entry => entry.Kind == "listening.answered"), (long)line["closedNotes"]!);
        Assert.Equal(3, (int)line["target"]!);
        Assert.DoesNotContain(told, entry => entry.Data.ToJsonString().Contains("物流", StringComparison.Ordinal));

        async Task<JsonNode> Mine() => (await Done(scene.Get("/listening-notes?mine=true", scene.Boss)))["items"]!.AsArray().Single(note => (string)note!["id"]! == "n1")!;
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task One_seat_at_a_time_and_one_that_nothing_comes_of_is_given_up(StoreKind kind)
    {
        await using var scene = await Start(kind);
        var newcomer = await scene.Server.SignIn("newcomer@acme.example");
        foreach (var (id, token) in new[] { ("s1", scene.Boss), ("s2", newcomer) })
        {
            await Done(scene.Post("/listening-sessions", token, new { id, host = "acme-agent", mode = "shadow" }));
        }

        await Refused("not-found", scene.Post("/listening-sessions/s1/agreements", await scene.Server.SignIn("traveller@acme.example")));
        var agreed = await Task.WhenAll(scene.Post("/listening-sessions/s1/agreements", scene.Host), scene.Post("/listening-sessions/s2/agreements", scene.Host));
        Assert.Equal("seat-taken", Assert.Single(agreed, answer => answer.Code is not null).Code);
        await Refused("serves-already", scene.Post("/listening-sessions", await scene.Server.SignIn("traveller@acme.example"), new { id = "s3", host = "acme-agent", mode = "shadow" }));
        await Refused("invalid", scene.Post("/listening-sessions", scene.Boss, new { id = "s3", host = "acme-merchant", mode = "shadow" }));
        await scene.Server.Services.GetRequiredService<ClockKeeper>().ChangeRate(10_000);
        await scene.Until("s1", "cancelled");
        await scene.Until("s2", "cancelled");
        Assert.Equal(0, await scene.Server.Services.GetRequiredService<IStore>().Read(new TenantId("acme"), reader => reader.One<long>("select count(*) from listening_seat where tenant = @tenant")));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Whoever_is_behind_in_the_last_month_is_reminded_once_and_words_are_erased_with_their_consumer(StoreKind kind)
    {
        await using var scene = await Start(kind);
        await scene.Live("s1", "assisted");
        await Done(scene.Post("/listening-sessions/s1/drafts", scene.Boss, new { id = "d1", text = "您好张三丰" }));
        await Done(scene.Post("/listening-sessions/s1/notes", scene.Boss, new { id = "n1", kind = "note", text = "张三丰很着急" }));
        var (store, acme) = (scene.Server.Services.GetRequiredService<IStore>(), new TenantId("acme"));
        var subject = new PersonSubject(acme, []);
        subject.Conversations.Add("talk");
        var part = scene.Server.Services.GetServices<IPersonData>().Single(one => one.Tables.Contains("listening_note"));
        Assert.Equal(2, await part.Erase(store, subject));
        Assert.Equal(0, await part.Erase(store, subject));
        Assert.DoesNotContain("张三丰", (await scene.Session("s1")).Body, StringComparison.Ordinal);

        // A month before the end of the quarter, and once: the executive is behind, the business owner too, nobody else has a target.
        foreach (var (day, expected) in new[] { ("2026-11-29T00:00:00Z", 0), ("2026-12-05T00:00:00Z", 2), ("2026-12-06T00:00:00Z", 2), ("2027-03-05T00:00:00Z", 4) })
        {
            var services = scene.Server.Services;
            var then = new BusinessTime(new Patella.Tests.Service.StandingClock(DateTimeOffset.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));
            var reminders = ActivatorUtilities.CreateInstance<Patella.Service.Listening.Targets.ListeningReminders>(services, then);
            await store.Write(acme, reminders.Run);
            var reminded = await store.Read(acme, reader => reader.Many<string>("select staff from timeline where tenant = @tenant and kind = 'listening.reminded'"));
            Assert.Equal(expected, reminded.Count);
            Assert.All(reminded, staff => Assert.Contains(staff, new[] { "acme-executive", "acme-business-owner" }));
        }
    }
}
