using System.Globalization;
using Patella.Kernel.Learning.Training;
using Patella.Platform.Clocks;
using Patella.Platform.Identifiers;
using Patella.Platform.Messaging;
using Patella.Platform.Storage;
using Patella.Service.Edge;
using Patella.Service.Voices.Masking;

namespace Patella.Service.Voices.Understanding;

/// <summary>Takes what people say voices mean. What was heard keeps its labels; these teach the next model.</summary>
internal sealed class LabelDesk(IStore store, LabelledVoices voices, BusinessTime business, IIdentifiers identifiers, IBus bus)
{
    /// <summary>Bytes of a file of labels.</summary>
    public const int FileBytes = 8 << 20;

    private const int MostRefused = 500;

    public async Task<Outcome<VoiceLabelView>> Add(Caller caller, VoiceLabelRequest request)
    {
        var check = new Validation().Id(request.Id, "/id", required: false).Text(request.Note, "/note", 0, 500)
            .Must(long.TryParse(request.Voice, NumberStyles.None, CultureInfo.InvariantCulture, out var position), "/voice", "Must be the id of a voice.")
            .Must(request.Reason is not null || request.Sentiment is not null || request.Urgency is not null, "/reason", "Give a reason, a sentiment or an urgency.")
            .Must(request.Sentiment is null or (>= -1 and <= 1), "/sentiment", "Must be -1, 0 or 1.").Must(request.Urgency is null or (>= 0 and <= 2), "/urgency", "Must be 0, 1 or 2.");
        if (check.Failed)
        {
            return check.Problem;
        }

        if ((await voices.Texts(caller.Tenant, [position])).Count == 0)
        {
            return Problem.NotFound("The voice");
        }

        var row = new LabelRow
        {
            Id = request.Id ?? identifiers.New(), Position = position, Label = request.Reason, Sentiment = request.Sentiment, Urgency = request.Urgency, Remark = request.Note, At = business.Now, ById = caller.Id,
            ByName = UnderstandingStore.NameOf(caller),
        };
        return await Keep(caller, row);
    }

    /// <summary>Takes a file of texts with their labels; what cannot be taken is named by line, the rest is kept.</summary>
    public async Task<Outcome<LabelImportView>> Import(Caller caller, Stream csv)
    {
        var file = LabelFile.ReadCsv(csv);
        var refused = file.Problems.Select(problem => new RefusedLine(problem.Line, problem.Detail.In(caller.Language))).ToList();
        var accepted = await store.Write(caller.Tenant, async transaction =>
        {
            await UnderstandingStore.Hold(transaction);
            var tree = await ReasonTree.Newest(transaction);
            var taken = file.Lines.Where(line => Fits(tree, line, refused, caller.Language)).ToList();
            await transaction.Execute(UnderstandingStore.Sql["NextLabel"], new { count = (long)taken.Count });
            var number = (await transaction.One<NumbersRow>(UnderstandingStore.Sql["Numbers"]))!.Labels - taken.Count;
            foreach (var (_, label) in taken)
            {
                await transaction.Execute(UnderstandingStore.Sql["AddLabel"], new LabelRow
                {
                    Number = ++number, Id = identifiers.New(), Example = VoiceMask.Mask(label.Text), Label = label.Reason, Sentiment = label.Sentiment, Urgency = label.Urgency, Tree = tree.Version, At = business.Now, ById = caller.Id,
                    ByName = UnderstandingStore.NameOf(caller),
                });
            }

            if (taken.Count > 0)
            {
                await UnderstandingStore.Tell(transaction, UnderstandingStore.LabelRecord, new { until = number, count = taken.Count });
            }

            return taken.Count;
        });
        bus.Publish(new BusMessage(UnderstandingStore.Topic(caller.Tenant), ""));
        return new LabelImportView(accepted, [.. refused.OrderBy(line => line.Line).Take(MostRefused)]);
    }

    private static bool Fits(ReasonTree tree, LabelLine line, List<RefusedLine> refused, string? language)
    {
        if (string.IsNullOrEmpty(line.Label.Reason) || tree.IsActive(line.Label.Reason))
        {
            return true;
        }

        refused.Add(new RefusedLine(line.Line, Unknown(line.Label.Reason).In(language)));
        return false;
    }

    private static ProblemText Unknown(string reason) => $"There is no active reason {reason} in the tree.";

    private async Task<Outcome<VoiceLabelView>> Keep(Caller caller, LabelRow row)
    {
        var kept = await store.Write<Outcome<VoiceLabelView>>(caller.Tenant, async transaction =>
        {
            await UnderstandingStore.Hold(transaction);
            if (await transaction.One<LabelRow>(UnderstandingStore.Sql["FindLabel"], new { id = row.Id }) is { } same)
            {
                return (same.Position, same.Label, same.Sentiment, same.Urgency) == (row.Position, row.Label, row.Sentiment, row.Urgency) ? View(same) : Problem.Conflict("id-taken", "There is another label of this id.");
            }

            var tree = await ReasonTree.Newest(transaction);
            if (!string.IsNullOrEmpty(row.Label) && !tree.IsActive(row.Label))
            {
                return Problem.Invalid("/reason", Unknown(row.Label));
            }

            await transaction.Execute(UnderstandingStore.Sql["NextLabel"], new { count = 1L });
            var numbered = row with { Number = (await transaction.One<NumbersRow>(UnderstandingStore.Sql["Numbers"]))!.Labels, Tree = tree.Version };
            await transaction.Execute(UnderstandingStore.Sql["AddLabel"], numbered);
            await UnderstandingStore.Tell(transaction, UnderstandingStore.LabelRecord, new { number = numbered.Number, position = row.Position, reason = row.Label, sentiment = row.Sentiment, urgency = row.Urgency });
            return View(numbered);
        });
        bus.Publish(new BusMessage(UnderstandingStore.Topic(caller.Tenant), ""));
        return kept;
    }

    private static VoiceLabelView View(LabelRow row) => new(
        row.Id, row.Position?.ToString(CultureInfo.InvariantCulture), row.Label, (int?)row.Sentiment, (int?)row.Urgency, row.Remark, Microseconds.ToTime(row.At), row.ByName);
}
