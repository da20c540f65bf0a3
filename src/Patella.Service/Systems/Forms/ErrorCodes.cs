using Patella.Service.Systems.Calls;

namespace Patella.Service.Systems.Forms;

/// <summary>Answers whose status is always 200: a number in the body says whether the message was taken.</summary>
internal static class ErrorCodes
{
    /// <param name="busy">Codes after which a later try may be taken.</param>
    public static CallAnswer Read(string body, string code, string words, IReadOnlyCollection<string> busy)
    {
        var answer = FormJson.Object(body);
        var said = FormJson.Text(answer, code);
        return said switch
        {
            "0" => new CallAnswer(CallOutcome.Taken),
            null => new CallAnswer(CallOutcome.Busy, CallSender.Short($"Answered 200 without {code}: {body}")),
            _ => new CallAnswer(busy.Contains(said) ? CallOutcome.Busy : CallOutcome.Refused, CallSender.Short($"Answered {code} {said}: {FormJson.Text(answer, words)}")),
        };
    }
}
