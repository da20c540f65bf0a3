using Patella.Platform.Storage;
using Patella.Service.Edge;

namespace Patella.Service.Remedies;

/// <summary>Many remedies at once, each with an answer of its own.</summary>
public sealed partial class RemedyDesk
{
    /// <summary>
    /// Decides and gives each, as Plan and Pay do; a refused one leaves nothing behind. What goes to stored value is posted in one call at the end, so that
    /// a fund is locked once for all of them; the others go one by one before it.
    /// </summary>
    public async Task<IReadOnlyList<Outcome<Remedy>>> GiveMany(ITransaction transaction, IReadOnlyList<NewRemedy> remedies)
    {
        var answers = new Outcome<Remedy>?[remedies.Count];
        var together = new List<(int Index, Remedy Remedy)>();
        for (var index = 0; index < remedies.Count; index++)
        {
            var made = await _plans.Make(transaction, remedies[index]);
            var twice = together.FindIndex(one => one.Remedy.Id == remedies[index].Id);
            if (made.Problem is { } refused)
            {
                answers[index] = refused;
            }
            else if (made.Value is { Fresh: true, Remedy: { Way: RemedyWay.StoredValue, IsCharge: false } fresh } && twice < 0)
            {
                together.Add((index, fresh));
            }
            else if (twice < 0)
            {
                answers[index] = await GiveOne(transaction, remedies[index]);
            }
        }

        await PostTogether(transaction, together, answers);
        for (var index = 0; index < remedies.Count; index++)
        {
            // The same id twice in one group: the later one is compared with what the earlier one has become.
            answers[index] ??= await GiveOne(transaction, remedies[index]);
        }

        return [.. answers.Select(answer => answer!.Value)];
    }

    private async Task<Outcome<Remedy>> GiveOne(ITransaction transaction, NewRemedy remedy)
    {
        var made = await _plans.Make(transaction, remedy);
        if (made.Problem is { } refused)
        {
            return refused;
        }

        if (!made.Value.Fresh)
        {
            return made.Value.Remedy.State is RemedyState.Planned or RemedyState.Reserved ? await Pay(transaction, remedy.Id) : made.Value.Remedy;
        }

        var paid = await _money.Pay(transaction, made.Value.Remedy);
        if (paid.Problem is not null)
        {
            return paid;
        }

        await Keep(transaction, [paid.Value]);
        return paid;
    }

    private async Task PostTogether(ITransaction transaction, List<(int Index, Remedy Remedy)> together, Outcome<Remedy>?[] answers)
    {
        if (together.Count == 0)
        {
            return;
        }

        var outcomes = await _money.GiveStored(transaction, [.. together.Select(one => one.Remedy)]);
        foreach (var ((index, _), outcome) in together.Zip(outcomes))
        {
            answers[index] = outcome;
        }

        await Keep(transaction, [.. outcomes.Where(outcome => outcome.Succeeded).Select(outcome => outcome.Value)]);
    }

    private async Task Keep(ITransaction transaction, IReadOnlyList<Remedy> given)
    {
        await RemedyRows.AddMany(transaction, given);
        await transaction.AppendMany([.. given.Select(_story.Entry)]);
    }
}
