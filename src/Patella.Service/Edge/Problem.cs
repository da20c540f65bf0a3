using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Patella.Service.Edge;

/// <summary>One thing that is wrong in a request.</summary>
/// <param name="Pointer">JSON pointer into the body, or the parameter's name.</param>
/// <param name="Detail">What is wrong and what would be right.</param>
/// <param name="Line">Line of a file, from 1, where the request brought one.</param>
/// <param name="Field">Column or field of that line.</param>
public sealed record FieldError(string Pointer, ProblemText Detail, int? Line = null, string? Field = null);

/// <summary>RFC 9457 problem details with a stable code. Returned by use cases as a value and written at the edge.</summary>
public sealed record Problem(int Status, string Code, ProblemText Detail, IReadOnlyList<FieldError>? Errors = null, long? CurrentVersion = null, int? RetryAfterSeconds = null)
{
    /// <summary>Further members of the body; those that are null are left out.</summary>
    public IReadOnlyDictionary<string, object?>? Members { get; init; }

    public static Problem Invalid(params FieldError[] errors) => new(400, "invalid", "The request has fields that cannot be taken; nothing was changed.", errors);

    public static Problem Invalid(string pointer, ProblemText detail) => Invalid(new FieldError(pointer, detail));

    public static Problem NotSignedIn() => new(401, "not-signed-in", "This needs a valid credential: sign in, or send a bearer token that has not expired.");

    public static Problem Forbidden() => new(403, "not-allowed", "Your role does not include this.");

    /// <summary>Also for what belongs to somebody else: an id is no secret, so its existence is not told.</summary>
    public static Problem NotFound(ProblemText what) => new(404, "not-found", $"{what} is not here, or not yours.");

    public static Problem Conflict(string code, ProblemText detail, long? currentVersion = null) => new(409, code, detail, null, currentVersion);

    public static Problem Refused(string code, ProblemText detail) => new(422, code, detail);

    public static Problem TooMany(int retryAfterSeconds) => new(429, "too-many-requests", $"Too many requests. Try again in {retryAfterSeconds} s.", null, null, retryAfterSeconds);

    public static Problem TooLarge(ProblemText detail) => new(413, "too-large", detail);
}

/// <summary>Stops a transaction of several steps because one of them is refused: nothing of it is kept, and the caller is told why.</summary>
public sealed class RefusalException(Problem problem) : Exception(problem.Detail.ToString())
{
    public Problem Problem => problem;
}

/// <summary>Writes a <see cref="Problem"/> as application/problem+json.</summary>
public sealed class ProblemResult(Problem problem) : IResult
{
    public Problem Problem => problem;

    public async Task ExecuteAsync(HttpContext http)
    {
        http.Response.StatusCode = problem.Status;
        if (problem.RetryAfterSeconds is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        await http.Response.WriteAsJsonAsync(ProblemBody.Of(problem, http.Language(), http.TraceIdentifier), Json.Options, "application/problem+json", http.RequestAborted);
    }
}

/// <summary>The wire form of a problem.</summary>
public sealed record ProblemBody(string Type, string Title, int Status, string Code, string Detail, IReadOnlyList<FieldError>? Errors, long? CurrentVersion, string? RequestId)
{
    /// <summary>What this kind of problem has beside the usual members.</summary>
    [JsonExtensionData]
    public IDictionary<string, object>? Members { get; init; }

    /// <summary>The problem as it is told in a language (BCP 47).</summary>
    public static ProblemBody Of(Problem problem, string? language, string? requestId) => new(
        "https://patella.dev/problems/" + problem.Code, problem.Code, problem.Status, problem.Code, problem.Detail.In(language),
        problem.Errors?.Select(error => error with { Detail = ProblemText.Said(error.Detail.In(language)) }).ToList(), problem.CurrentVersion, requestId)
    {
        Members = problem.Members?.Where(member => member.Value is not null).ToDictionary(member => member.Key, member => (object)JsonSerializer.SerializeToElement(member.Value, Json.Options)),
    };
}

/// <summary>What a use case gives back: a value, or why not.</summary>
public readonly struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, Problem? problem)
    {
        _value = value;
        Problem = problem;
    }

    public Problem? Problem { get; }

    public bool Succeeded => Problem is null;

    public T Value => Problem is null ? _value! : throw new InvalidOperationException($"There is no value: {Problem.Code}.");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Problem problem) => new(default, problem);

    public Outcome<TOther> Select<TOther>(Func<T, TOther> map) => Problem is null ? map(_value!) : Problem;

    /// <summary>200 (or the given status) with the value, or the problem.</summary>
    public IResult ToResult(int status = StatusCodes.Status200OK)
        => Problem is { } problem ? new ProblemResult(problem) : status == StatusCodes.Status204NoContent ? Results.NoContent() : Results.Json(_value, Json.Options, statusCode: status);
}
