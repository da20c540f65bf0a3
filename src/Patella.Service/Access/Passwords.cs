using Microsoft.AspNetCore.Identity;

namespace Patella.Service.Access;

/// <summary>The framework's password hasher (PBKDF2-HMAC-SHA512, 100,000 rounds, salt in the hash).</summary>
public sealed class Passwords
{
    public const int Least = 10;
    public const int Most = 200;

    // Checked when the address is unknown, so that the time of an answer does not tell who works here.
    private static readonly string Nobody = new PasswordHasher<object>().HashPassword(new object(), "nobody has this password");
    private readonly PasswordHasher<object> _hasher = new();
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    public string Hash(string password) => _hasher.HashPassword(this, password);

    /// <summary>
    /// As <see cref="Matches"/>, few at a time: a hash takes a processor for a twentieth of a second, and hundreds who sign in at once
    /// would keep the threads that running transactions go on with.
    /// </summary>
    public async Task<bool> MatchesInTurn(string? hash, string password)
    {
        await _turns.WaitAsync();
        try
        {
            return await Task.Run(() => Matches(hash, password));
        }
        finally
        {
            _turns.Release();
        }
    }

    public bool Matches(string? hash, string password)
        => _hasher.VerifyHashedPassword(this, hash ?? Nobody, password) != PasswordVerificationResult.Failed && hash is not null;
}
