using Patella.Platform.Clocks;
using Patella.Platform.Timeline;
using Patella.Service.Conversations;
using Patella.Service.Edge;
using Patella.Service.Standards;

namespace Patella.Service.Automations;

/// <summary>
/// What is known of a conversation at one moment, by field name: texts, numbers (long) and yes/no (bool); null is known to be nothing, and a
/// field that is absent is not known. Folded from the entries up to that moment, so that history and the present are judged alike.
/// </summary>
public sealed class Facts
{
    private readonly Dictionary<string, object?> _values = [];

    /// <summary>Finds a field; false when it is not known.</summary>
    public bool TryFind(string field, out object? value) => _values.TryGetValue(field, out value);

    /// <summary>Says one fact; used by the fold, by steps that tell what they cause, and by tests.</summary>
    public Facts With(string field, object? value)
    {
        _values[field] = value;
        return this;
    }

    /// <param name="row">For what never changes in a conversation's life: entrance, language, channel, tier, whether anonymous.</param>
    /// <param name="until">Its entries from the first, up to the moment, in sequence.</param>
    /// <param name="trigger">The entry that triggered; its words and its clock are facts too.</param>
    /// <param name="now">The moment, UTC microseconds of business time.</param>
    public static Facts At(ConversationRow row, IEnumerable<TimelineEntry> until, TimelineEntry trigger, long now)
    {
        var fold = new Fold { Unit = row.EntryUnit, OpenedAt = row.OpenedAt };
        foreach (var entry in until)
        {
            fold.Take(entry);
        }

        return new Facts()
            .With(Fields.EntryUnit, row.EntryUnit)
            .With(Fields.Language, row.Language)
            .With(Fields.Channel, row.Channel)
            .With(Fields.Tier, row.Tier)
            .With(Fields.Anonymous, row.Anonymous != 0)
            .With(Fields.Unit, fold.Unit)
            .With(Fields.State, fold.State)
            .With(Fields.Assigned, fold.State is ConversationState.Agent or ConversationState.Wrapup)
            .With(Fields.LastBy, fold.LastBy)
            .With(Fields.HasOrder, fold.HasOrder)
            .With(Fields.ConsumerMessages, fold.ConsumerMessages)
            .With(Fields.WaitingMinutes, fold.WaitingSince is { } since ? Minutes(now - since) : null)
            .With(Fields.AgeMinutes, Minutes(now - fold.OpenedAt))
            .With(Fields.Satisfied, fold.Satisfied)
            .With(Fields.Solved, fold.Solved)
            .With(Fields.Words, trigger.Kind == "conversation.message" ? trigger.Text : null)
            .With(Fields.Measure, trigger.Kind is ClockEntries.Warned or ClockEntries.Breached ? Json.Read<ClockEntryData>(trigger.Data)?.Measure : null);
    }

    private static long Minutes(long microseconds) => Math.Max(0, microseconds) / (60 * Microseconds.PerSecond);

    private sealed class Fold
    {
        public string Unit { get; set; } = "";

        public string State { get; private set; } = ConversationState.Bot;

        public string LastBy { get; private set; } = Party.System;

        public bool HasOrder { get; private set; }

        public long ConsumerMessages { get; private set; }

        /// <summary>Since the consumer's first word that nobody has truly answered.</summary>
        public long? WaitingSince { get; private set; }

        public long OpenedAt { get; set; }

        public long? Satisfied { get; private set; }

        public bool? Solved { get; private set; }

        public void Take(TimelineEntry entry)
        {
            if (!entry.Kind.StartsWith(Views.KindPrefix, StringComparison.Ordinal))
            {
                return;
            }

            Unit = entry.Unit ?? Unit;
            HasOrder |= entry.OrderRef is not null;
            State = StateAfter(entry);
            switch (entry.Kind)
            {
                case "conversation.message":
                    Said(entry);
                    break;
                case "conversation.closed" or "conversation.abandoned":
                    WaitingSince = null;
                    break;
                case "conversation.rated":
                    Rated(Json.Read<EntryContent>(entry.Data)?.About);
                    break;
            }
        }

        private string StateAfter(TimelineEntry entry) => entry.Kind switch
        {
            "conversation.message" when entry.AuthorParty == Party.Consumer => State switch
            {
                ConversationState.Closed or ConversationState.Abandoned => ConversationState.Bot,
                ConversationState.Wrapup => ConversationState.Agent,
                _ => State,
            },
            "conversation.person-requested" when State is not ConversationState.Agent => State == ConversationState.Wrapup ? ConversationState.Agent : ConversationState.Queued,
            "conversation.transferred" => ConversationState.Queued,
            "conversation.agent-joined" => ConversationState.Agent,
            "conversation.consumer-left" => ConversationState.Wrapup,
            "conversation.closed" => ConversationState.Closed,
            "conversation.abandoned" => ConversationState.Abandoned,
            _ => State,
        };

        private void Said(TimelineEntry entry)
        {
            LastBy = entry.AuthorParty;
            if (entry.AuthorParty == Party.Consumer)
            {
                ConsumerMessages++;
                WaitingSince ??= entry.At;
            }
            else if (Json.Read<EntryContent>(entry.Data)?.Canned != true)
            {
                WaitingSince = null;
            }
        }

        private void Rated(IReadOnlyDictionary<string, string>? about)
        {
            if (long.TryParse(about?.GetValueOrDefault("satisfied"), out var satisfied))
            {
                Satisfied = satisfied;
            }

            if (bool.TryParse(about?.GetValueOrDefault("solved"), out var solved))
            {
                Solved = solved;
            }
        }
    }
}
