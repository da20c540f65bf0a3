using Patella.Simulator.Api;
using Patella.Simulator.Ecosystem;

namespace Patella.Simulator.Festival;

/// <summary>Plays one consumer from the first word to the rating. What counts is what the consumer sees on the screen.</summary>
internal sealed class ConsumerActor(FestivalContext context, SessionPlan plan, SeededRandom random)
{
    private const double FollowUpPatience = 300;
    private readonly double _patience = Habits.Patience(random);
    private ConsumerDevice? _device;
    private bool _offered, _pickedUp, _asked, _gotPerson, _abandoned;
    private double? _waitSeconds;

    /// <summary>The conversation, once there is one.</summary>
    public string? ConversationId { get; private set; }

    /// <summary>Plays the session; failures are counted and end it.</summary>
    public async Task<SessionOutcome> PlayAsync(CancellationToken cancellation)
    {
        try
        {
            await context.GuardAsync(() => VisitAsync(cancellation));
        }
        finally
        {
            if (_device is not null)
            {
                context.Meter.Message(_device.View?.Count(entry => entry.IsMessageBy("bot")) ?? 0);
                await _device.DisposeAsync();
            }
        }
        return new SessionOutcome(_offered, _pickedUp, _asked, _gotPerson, _abandoned || (_offered && !_pickedUp), _waitSeconds);
    }

    private ConversationView View => _device!.View!;

    private async Task VisitAsync(CancellationToken cancellation)
    {
        _device = await ConsumerDevice.OpenAsync(context, plan, null, cancellation);
        await ComeInAsync(cancellation);
        if (!await ContentWithBotAsync(cancellation))
        {
            if (!await WaitForPersonAsync(cancellation))
            {
                await LeaveAsync(cancellation);
                return;
            }
            await TalkAsync(cancellation);
        }
        await PartAsync(cancellation);
    }

    private async Task ComeInAsync(CancellationToken cancellation)
    {
        var orderId = plan.OrderNumber is null ? null : await FindOrderAsync(cancellation);
        var now = context.Time.GetUtcNow();
        var (id, clientId) = (DeterministicId.At(now, random).ToString(), DeterministicId.At(now, random).ToString());
        var record = new ConversationRecord(id, _device!.Token);
        context.Records[id] = record;
        await context.Connection.RequireAsync(HttpMethod.Post, "/api/v1/conversations", _device.Token, new
        {
            id, entryUnit = plan.EntryUnit, orderId, language = plan.Language, message = new { clientId, text = plan.Texts[0], orderId },
        }, cancellation);
        (_offered, ConversationId) = (true, id);
        // The answer tells the conversation, not the sequence of the first message; 0 means "anywhere, once".
        context.Acknowledged(id, new AcknowledgedMessage(clientId, 0, plan.Texts[0]));
        await _device.FollowAsync(id);
    }

    private async Task<string?> FindOrderAsync(CancellationToken cancellation)
    {
        var answer = await context.Connection.RequireAsync(HttpMethod.Get, "/api/v1/me/orders?limit=50", _device!.Token, null, cancellation);
        var cards = answer.As<ItemPage<OrderCardState>>().Items;
        return (cards.FirstOrDefault(card => card.Number == plan.OrderNumber) ?? cards.FirstOrDefault())?.Id;
    }

    /// <summary>True when the bot's answer was all the consumer wanted; on false a person is wanted.</summary>
    private async Task<bool> ContentWithBotAsync(CancellationToken cancellation)
    {
        if (plan.AsksAtOnce)
        {
            await context.Pace.PassAsync(random.Between(2.0, 8.0), cancellation);
            return false;
        }
        // A question back or a greeting is not an answer: after a moment the consumer takes it for all there is.
        await Seen(view => IsPickedUp(view) || PersonIsComing(view) || BotSpoke(view), Habits.SilenceBeforeAsking, cancellation);
        await Seen(view => IsPickedUp(view) || PersonIsComing(view), Habits.ConsumerPause(random), cancellation);
        _pickedUp = IsPickedUp(View);
        if (!_pickedUp || PersonIsComing(View))
        {
            return false;
        }
        await context.Pace.PassAsync(Habits.ConsumerPause(random), cancellation);
        if (PersonIsComing(View) || plan.NotHelped || plan.Intention == Intention.Problem || !IsAnswered(View))
        {
            return false;
        }
        if (random.Chance(0.4))
        {
            await SayAsync("thanks", cancellation);
        }
        return true;
    }

    private async Task<bool> WaitForPersonAsync(CancellationToken cancellation)
    {
        _asked = true;
        var started = context.Time.GetTimestamp();
        if (!PersonIsComing(View))
        {
            await AskAsync(cancellation);
        }
        context.Meter.Waiting(1);
        try
        {
            _gotPerson = await Seen(HasPerson, _patience / 2, cancellation);
            if (!_gotPerson)
            {
                await SayAsync("anybody", cancellation);
                _gotPerson = await Seen(HasPerson, _patience - context.Pace.Since(started), cancellation);
            }
        }
        finally
        {
            context.Meter.Waiting(-1);
        }
        _waitSeconds = context.Pace.Since(started);
        _pickedUp |= _gotPerson || IsPickedUp(View);
        _abandoned = !_gotPerson;
        return _gotPerson;
    }

    private async Task AskAsync(CancellationToken cancellation)
    {
        if (random.Chance(0.3))
        {
            await SayAsync("person", cancellation);
            if (await Seen(PersonIsComing, 10, cancellation))
            {
                return;
            }
        }
        await _device!.PostAsync("person-requests", new { clientId = DeterministicId.At(context.Time.GetUtcNow(), random) }, cancellation);
    }

    private async Task TalkAsync(CancellationToken cancellation)
    {
        foreach (var text in plan.Texts.Skip(1))
        {
            await _device!.ReadAsync();
            await ChangeDeviceAsync(cancellation);
            await context.Pace.PassAsync(Habits.ConsumerPause(random), cancellation);
            if (IsOver(View))
            {
                return;
            }
            var before = View.Count(entry => entry.IsUsefulBy("agent"));
            await _device!.SayAsync(text, random, cancellation);
            await Seen(view => view.Count(entry => entry.IsUsefulBy("agent")) > before || IsOver(view), FollowUpPatience, cancellation);
        }
        await Seen(view => view.Count(entry => entry.IsUsefulBy("agent")) >= plan.AgentReplies || IsOver(view), FollowUpPatience, cancellation);
        await context.Pace.PassAsync(Habits.ConsumerPause(random), cancellation);
        if (!IsOver(View))
        {
            await SayAsync("thanks", cancellation);
            await Seen(IsOver, FollowUpPatience, cancellation);
        }
    }

    /// <summary>Puts the telephone away and opens the laptop: what was seen before must be there again.</summary>
    private async Task ChangeDeviceAsync(CancellationToken cancellation)
    {
        if (!plan.SecondDevice || !random.Chance(0.6))
        {
            return;
        }
        var (first, seen) = (_device!, View.Last);
        var second = await ConsumerDevice.OpenAsync(context, plan, plan.Subject is null ? first.Token : null, cancellation);
        await second.FollowAsync(View.Id);
        _device = second;
        await first.DisposeAsync();
        if (!await Seen(view => view.Last >= seen, 600, cancellation))
        {
            context.Meter.Error("second device did not see what the first had seen");
        }
    }

    private async Task PartAsync(CancellationToken cancellation)
    {
        if (plan.Rating is { } stars)
        {
            await context.Pace.PassAsync(random.Between(2.0, 10.0), cancellation);
            await _device!.PostAsync("ratings", new { satisfied = stars, solved = stars >= 4 }, cancellation);
        }
        await LeaveAsync(cancellation);
    }

    private async Task LeaveAsync(CancellationToken cancellation) => await _device!.PostAsync("departures", new { }, cancellation);

    private Task SayAsync(string purpose, CancellationToken cancellation) =>
        _device!.SayAsync(random.Pick(LineCatalogue.For(purpose, plan.Language)), random, cancellation);

    private Task<bool> Seen(Func<ConversationView, bool> condition, double simulatedSeconds, CancellationToken cancellation) =>
        View.WaitAsync(condition, context.Pace.Machine(simulatedSeconds), context.Time, cancellation);

    private static bool IsPickedUp(ConversationView view) => view.Any(entry => entry.IsUsefulBy("bot") || entry.IsUsefulBy("agent"));

    private bool IsAnswered(ConversationView view) => view.Any(entry =>
        entry.IsUsefulBy("agent") || (entry.IsUsefulBy("bot") && (plan.Answer is null || entry.Text!.Contains(plan.Answer, StringComparison.Ordinal))));

    private static bool BotSpoke(ConversationView view) => view.Any(entry => entry.IsMessageBy("bot"));

    private static bool HasPerson(ConversationView view) => view.Any(entry => entry.IsUsefulBy("agent"));

    private static bool PersonIsComing(ConversationView view) =>
        view.State is "queued" or "agent" || view.Any(entry => entry.Event is "person-requested" or "agent-joined");

    private static bool IsOver(ConversationView view) => view.State is "closed" or "abandoned";
}
