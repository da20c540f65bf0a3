using Patella.BrowserTests.Machine;

namespace Patella.BrowserTests.Pages;

/// <summary>A director's seats, for tests that look at pages: one that is over with what they wrote down, and one beside a contact in hand.</summary>
internal static class PreparedSeats
{
    /// <summary>A session that is done.</summary>
    public const string Done = "seat-done";

    /// <summary>A session that is live, with replies that wait for the host.</summary>
    public const string Live = "seat-live";

    /// <param name="conversation">The contact in the agent's hands.</param>
    public static async Task Open(Marketplace marketplace, string conversation)
    {
        var (director, agent, seller, supervisor) = (await marketplace.SignIn("director"), await marketplace.SignIn("agent"), await marketplace.SignIn("seller"), await marketplace.SignIn("supervisor"));
        Task Do(string token, string path, object? body = null) => marketplace.Send(HttpMethod.Post, "/api/v1" + path, token, body ?? new { });

        await Do(director, "/listening-sessions", new { id = Done, host = "seller", mode = "assisted" });
        await Do(seller, $"/listening-sessions/{Done}/agreements");
        var consumer = await marketplace.Visit("buyer-20", "白露");
        await Do(consumer, "/conversations", new { id = "seat-talk", entryUnit = "market", message = new { clientId = "first", text = "杯子收到是裂的，我电话 13800001234" } });
        await Do(consumer, "/conversations/seat-talk/person-requests", new { clientId = "person" });
        await Do(supervisor, "/conversations/seat-talk/assignments", new { staff = "seller" });
        await Until(marketplace, director, Done, "live");
        await Do(director, $"/listening-sessions/{Done}/drafts", new { id = "seat-draft-1", text = "非常抱歉给您添麻烦了。" });
        await Do(seller, $"/listening-sessions/{Done}/drafts/seat-draft-1/approvals", new { text = "对不起，杯子裂了是我们没包好。我现在给您补寄一只，今天发出。" });
        await Do(director, $"/listening-sessions/{Done}/endings");
        await Do(director, $"/listening-sessions/{Done}/notes", new { id = "seat-note-1", kind = "obstacle", text = "易碎品只包了一层。顾客还要拍照、等审核，才能换一只杯子。" });
        await Do(director, $"/listening-sessions/{Done}/notes", new { id = "seat-note-2", kind = "note", text = "“今天发出”四个字，比道歉有用。" });
        await Do(director, $"/listening-sessions/{Done}/closings");
        await Do(seller, "/conversations/seat-talk/closures");
        await Do(supervisor, "/listening-notes/seat-note-1/answers", new { outcome = "obstacle" });

        await Do(director, "/listening-sessions", new { id = Live, host = "agent", mode = "approved" });
        await Do(agent, $"/listening-sessions/{Live}/agreements");
        await Do(agent, $"/listening-sessions/{Live}/contacts", new { conversation });
        await Do(director, $"/listening-sessions/{Live}/drafts", new { id = "seat-draft-2", text = "到店以后有任何问题，请直接找我们。" });
        await Do(agent, $"/listening-sessions/{Live}/drafts/seat-draft-2/approvals");
        await Do(director, $"/listening-sessions/{Live}/drafts", new { id = "seat-draft-3", text = "这次不便，我们补偿您 50 元。" });
    }

    /// <summary>The contact is learned of on the timeline, a moment after the host took it.</summary>
    private static async Task Until(Marketplace marketplace, string token, string session, string state)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await again.WaitForNextTickAsync(patience.Token))
        {
            if ((string?)(await marketplace.Send(HttpMethod.Get, "/api/v1/listening-sessions/" + session, token))["state"] == state)
            {
                return;
            }
        }
    }
}
