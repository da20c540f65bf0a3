using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Festival;

/// <summary>A device in a consumer's hand: a token, a live channel, and the picture of one conversation.</summary>
internal sealed class ConsumerDevice : IAsyncDisposable
{
    private readonly FestivalContext _context;
    private readonly LiveChannel _channel;
    private readonly Messenger _messenger;

    private ConsumerDevice(FestivalContext context, string token)
    {
        (_context, Token) = (context, token);
        _channel = new LiveChannel(context.Connection, token, context.Time);
        _messenger = new Messenger(context.Connection, _channel, token);
        _channel.Start();
    }

    public string Token { get; }

    public ConversationView? View { get; private set; }

    /// <summary>Signs in with the marketplace's token, or as an anonymous visitor; a known token is used again.</summary>
    public static async Task<ConsumerDevice> OpenAsync(FestivalContext context, SessionPlan plan, string? token, CancellationToken cancellation)
    {
        if (token is null)
        {
            var answer = await context.Connection.RequireAsync(HttpMethod.Post, "/api/v1/visitor-sessions", null, new
            {
                tenant = context.Options.Tenant, token = plan.Subject is null ? null : Sign(context, plan), language = plan.Language,
            }, cancellation);
            token = answer.As<VisitorSession>().Token;
        }
        return new ConsumerDevice(context, token);
    }

    /// <summary>Follows a conversation from its first entry.</summary>
    public async Task FollowAsync(string conversation)
    {
        View = new ConversationView(conversation);
        await _channel.FollowAsync(View);
    }

    /// <summary>Writes a message; nothing happens when the conversation is over.</summary>
    public async Task SayAsync(string text, SeededRandom random, CancellationToken cancellation)
    {
        var clientId = DeterministicId.At(_context.Time.GetUtcNow(), random).ToString();
        if (await _messenger.SendAsync(View!.Id, clientId, text, null, cancellation) is { } message)
        {
            _context.Acknowledged(View.Id, message);
        }
    }

    /// <summary>Tells that everything seen was read.</summary>
    public Task ReadAsync() => _channel.HintAsync(new { type = "read", conversation = View!.Id, sequence = View.Last });

    /// <summary>Posts to the conversation and insists on success.</summary>
    public Task<ApiAnswer> PostAsync(string what, object body, CancellationToken cancellation) =>
        _context.Connection.RequireAsync(HttpMethod.Post, $"/api/v1/conversations/{View!.Id}/{what}", Token, body, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    private static string Sign(FestivalContext context, SessionPlan plan) => MarketplaceToken.Sign(
        context.Options.Tenant, DemoPersonas.ConsumerKeyId, DemoPersonas.ConsumerSecret(context.Ecosystem.Seed), plan.Subject!,
        plan.Name, plan.Language, context.Time.GetUtcNow(), TimeSpan.FromHours(1));
}
