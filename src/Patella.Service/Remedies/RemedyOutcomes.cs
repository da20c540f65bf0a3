using Patella.Platform.Clocks;
using Patella.Platform.Storage;
using Patella.Platform.Timeline;
using Patella.Service.Edge;
using Patella.Service.Ledger.Payments;

namespace Patella.Service.Remedies;

/// <summary>Learns from the timeline what became of payments: confirmed, failed, or odd until a person has settled it.</summary>
internal sealed class RemedyOutcomes(RemedyDesk desk, BusinessTime business) : ITimelineReader
{
    public string Name => "remedies";

    /// <summary>It locks remedies others wait for.</summary>
    public int BatchLimit => 100;

    public bool Concerns(TimelineEntry entry) => entry.Kind is PaymentEntries.Confirmed or PaymentEntries.Failed or PaymentEntries.Odd;

    public async Task Apply(ITransaction transaction, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries.Where(Concerns))
        {
            if (Json.Read<PaymentWord>(entry.Data) is { Payment: { } key } word && Remedy.ReadKey(key) is { } named)
            {
                await desk.Learn(transaction, named.Id, remedy => remedy.Attempt == named.Attempt ? After(remedy, entry.Kind, word) : remedy);
            }
        }
    }

    private Remedy After(Remedy remedy, string kind, PaymentWord word) => (kind, remedy.State) switch
    {
        (PaymentEntries.Confirmed, RemedyState.Paid or RemedyState.Reserved) => remedy with
        {
            State = RemedyState.Confirmed, ConfirmedAt = business.Now, Code = null, Received = word.Amount == remedy.Amount ? null : word.Amount,
        },
        // A charge that was cancelled while its money was on the way: it has come all the same, and goes back.
        (PaymentEntries.Confirmed, RemedyState.Cancelled) when remedy is { IsCharge: true, GivenBack: null } => remedy with { Received = word.Amount == remedy.Amount ? null : word.Amount, GivenBack = RemedyDesk.ToGiveBack },
        (PaymentEntries.Failed, RemedyState.Paid or RemedyState.Reserved) => remedy with { State = RemedyState.Failed, Code = word.Code ?? "refused" },
        (PaymentEntries.Odd, RemedyState.Paid or RemedyState.Reserved) => remedy with { Code = "odd" },
        _ => remedy,
    };

    private sealed record PaymentWord(string? Payment, long? Amount, string? Code);
}
