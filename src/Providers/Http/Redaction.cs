using System.Text;
using System.Text.RegularExpressions;

namespace FunctionsPipeline.Providers.Http;

/// <summary>
/// Makes text from outside fit for messages, logs and state: one line, bounded, without our keys, without what looks like
/// someone's key, and without pieces of the prompt. Safe for several threads.
/// </summary>
internal sealed partial class Redaction
{
    private const string Secret = "[secret]";
    private const string Prompt = "[prompt]";

    /// <summary>A shared run of this many characters is an echo of the prompt, not chance.</summary>
    private const int EchoCharactersMin = 16;

    private readonly string[] _secrets;

    /// <param name="key">The provider's key. The parts of an <c>id:secret</c> key count too.</param>
    public Redaction(string? key = null)
    {
        _secrets = key is null ? [] : [.. SecretsOf(key).Where(secret => secret.Length >= 4).OrderByDescending(secret => secret.Length)];
    }

    /// <summary>Cleans a text.</summary>
    /// <param name="text">What a provider or the network said.</param>
    /// <param name="prompt">What we sent, to be taken out again; null when nothing was.</param>
    /// <param name="charactersMax">Bound on the result.</param>
    public string Clean(string text, string? prompt = null, int charactersMax = Limits.MessageCharactersMax)
    {
        var clean = text;
        foreach (var secret in _secrets) clean = clean.Replace(secret, Secret, StringComparison.Ordinal);

        // The rest works on a bounded text, cut only after our own secrets are out. Four times leaves room for what is taken out.
        clean = OneLine(clean.Length <= charactersMax * 4 ? clean : clean[..(charactersMax * 4)]);
        clean = AuthorizationForm().Replace(clean, "$1 " + Secret);
        clean = KeyForm().Replace(clean, Secret);
        clean = SignedQueryForm().Replace(clean, "$1" + Secret);
        if (prompt is not null) clean = WithoutEcho(clean, prompt);
        return clean.Length <= charactersMax ? clean : clean[..(charactersMax - 1)] + "…";
    }

    private static IEnumerable<string> SecretsOf(string key)
    {
        yield return key;
        yield return Uri.EscapeDataString(key);
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(key));
        foreach (var part in key.Split(':')) yield return part;
    }

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            var isSpace = char.IsWhiteSpace(letter) || char.IsControl(letter);
            if (!isSpace) line.Append(letter);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }

    private static string WithoutEcho(string text, string prompt)
    {
        if (prompt.Length < EchoCharactersMin)
        {
            return prompt.Length < 4 ? text : text.Replace(prompt, Prompt, StringComparison.Ordinal);
        }

        var isEcho = FindEcho(text, OneLine(prompt));
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (!isEcho[i]) clean.Append(text[i]);
            else if (i == 0 || !isEcho[i - 1]) clean.Append(Prompt);
        }

        return clean.ToString();
    }

    /// <summary>Marks the characters of <paramref name="text"/> that lie in a run shared with the prompt. The prompt may be megabytes.</summary>
    private static bool[] FindEcho(string text, string prompt)
    {
        var isEcho = new bool[text.Length];
        var windows = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i + EchoCharactersMin <= text.Length; i++)
        {
            var window = text.Substring(i, EchoCharactersMin);
            if (!windows.TryGetValue(window, out var places)) windows[window] = places = [];
            places.Add(i);
        }

        var lookup = windows.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i + EchoCharactersMin <= prompt.Length; i++)
        {
            if (!lookup.TryGetValue(prompt.AsSpan(i, EchoCharactersMin), out var places)) continue;
            foreach (var place in places) isEcho.AsSpan(place, EchoCharactersMin).Fill(true);
        }

        return isEcho;
    }

    [GeneratedRegex(
        @"\b(authorization|bearer|basic|x-api-key|xi-api-key|x-goog-api-key)\b[\s:=""']+(?:(?:bearer|basic|key)\s+)?[^\s""',;]{6,}",
        RegexOptions.IgnoreCase)]
    private static partial Regex AuthorizationForm();

    [GeneratedRegex(@"\b(?:(?:xai|sk|fal|gsk|hf)[-_]|AIza)[A-Za-z0-9_\-]{12,}|\bKey\s+(?=\S*\d)[A-Za-z0-9:_\-]{16,}")]
    private static partial Regex KeyForm();

    [GeneratedRegex(
        @"([?&](?:sig|signature|token|key|api_key|apikey|x-amz-[a-z\-]+|x-goog-[a-z\-]+|expires|policy)=)[^&\s""']+",
        RegexOptions.IgnoreCase)]
    private static partial Regex SignedQueryForm();
}
