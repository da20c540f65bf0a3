using System.Text;
using System.Text.Json;
using Patella.Simulator.Api;

namespace Patella.Tests.Simulator;

public class LiveViewTests
{
    private static ConversationEntry Message(long sequence, string party = "agent", string? clientId = null, string text = "text") =>
        new(sequence, "c", "message", "message", new EntryAuthor(party, null, null), text, null, clientId, null);

    [Fact]
    public void Entries_are_taken_once_and_only_in_sequence()
    {
        var view = new ConversationView("c");
        Assert.Equal(Applied.Next, view.Apply(Message(1)));
        Assert.Equal(Applied.Gap, view.Apply(Message(3)));
        Assert.Equal(Applied.Known, view.Apply(Message(1)));
        Assert.Equal(Applied.Next, view.Apply(Message(2)));
        Assert.Equal((2, 2), ((int)view.Last, view.Entries.Count));
    }

    [Fact]
    public async Task Waiting_ends_when_what_is_waited_for_arrives()
    {
        var view = new ConversationView("c");
        var waiting = view.WaitAsync(one => one.Last == 2, TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None);
        view.Apply(Message(1));
        Assert.False(waiting.IsCompleted);
        view.Apply(Message(2));
        Assert.True(await waiting);
    }

    [Fact]
    public async Task Waiting_for_no_time_answers_at_once()
    {
        var view = new ConversationView("c");
        Assert.False(await view.WaitAsync(one => one.Last == 1, TimeSpan.Zero, TimeProvider.System, CancellationToken.None));
    }

    [Theory]
    [InlineData("bot", null, "It is on the way", true)]
    [InlineData("bot", true, "Hello", false)]
    [InlineData("bot", null, " ", false)]
    [InlineData("agent", null, "It is on the way", false)]
    public void Greetings_and_canned_texts_are_no_reply(string party, bool? canned, string text, bool useful)
    {
        var entry = Message(1, party, null, text) with { Canned = canned };
        Assert.Equal(useful, entry.IsUsefulBy("bot"));
    }

    [Fact]
    public void Reading_back_finds_what_is_lost_doubled_changed_or_missing_in_the_sequence()
    {
        AcknowledgedMessage[] acknowledged = [new("a", 1, "one"), new("b", 2, "two"), new("c", 3, "three"), new("d", 0, "four")];
        var good = new[] { Message(1, clientId: "a", text: "one"), Message(2, clientId: "b", text: "two"), Message(3, clientId: "c", text: "three"), Message(4, clientId: "d", text: "four") };
        Assert.Empty(ReadBack.Compare(acknowledged, good).Errors);

        Assert.Equal(1, ReadBack.Compare(acknowledged, good[..3]).Lost);
        Assert.Equal(1, ReadBack.Compare(acknowledged, [.. good, Message(5, clientId: "b", text: "two")]).Doubled);
        Assert.NotEmpty(ReadBack.Compare(acknowledged, [.. good[..3], good[3] with { Text = "five" }]).Errors);
        Assert.NotEmpty(ReadBack.Compare(acknowledged[..3], [good[0], good[1], good[2] with { Sequence = 4 }]).Errors);
    }

    [Fact]
    public void A_marketplace_token_has_the_claims_and_a_signature_of_the_secret()
    {
        var token = MarketplaceToken.Sign("demo", "key", "secret", "c-1", "Ada", "en", DateTimeOffset.UnixEpoch.AddHours(1), TimeSpan.FromHours(1));
        var parts = token.Split('.');
        var claims = JsonSerializer.Deserialize<JsonElement>(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
        Assert.Equal("patella:demo", claims.GetProperty("aud").GetString());
        Assert.Equal((3_540, 7_200), (claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64()));
        var expected = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes("secret"), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        Assert.Equal(expected, System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]));
    }

    [Fact]
    public void Failures_of_one_kind_have_one_reason() => Assert.Equal(
        "/api/v1/conversations/{id}/messages",
        PatellaConnection.Template("/api/v1/conversations/01941f29-7c00-7e36-9740-5127d666582e/messages?x=1"));
}
