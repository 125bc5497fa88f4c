using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionsPipeline.Pipelines.Episode.Script;
using FunctionsPipeline.Pipelines.Steps.Chat;
using FunctionsPipeline.Providers;

namespace FunctionsPipeline.Pipelines.Episode.Words;

/// <summary>What language models are asked for the words of an episode. Pure: the same brief and answers make the same request.</summary>
internal static class WordRequests
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter<BeatKind>(JsonNamingPolicy.SnakeCaseUpper) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Asks for the story in five beats.</summary>
    public static ChatRequest Rewrite(EpisodeBrief brief) => Request(
        "You retell old and new stories for vertical videos. A narrator reads your text aloud: short plain sentences, concrete things, no headings, no hashtags. You keep the names and what happens.",
        $"""
        {MarkedText.IsData}
        Retell the story in five beats: {Meanings}.
        The video lasts {brief.Seconds} seconds. The five narrations have {SpeechLength.Narration(brief.Seconds)} words together, no sentence more than {WordLimits.SentenceWordsMax}. They hold no quotations: what characters say is added later.
        Each beat has one word for its emotion.{Wishes(brief)}
        {Story(brief)}
        """,
        WordSchemas.Rewrite,
        brief);

    /// <summary>Asks who appears.</summary>
    public static ChatRequest Cast(EpisodeBrief brief, Retelling retelling) => Request(
        "You cast short films: faces that are remembered, voices that are told apart, and what moves people.",
        $"""
        {MarkedText.IsData}
        Name the 1 to {WordLimits.CharactersMax} characters who matter in the retelling, those who speak in the story first. Describe a photorealistic portrait of each, its voice, and what it wants, fears and does not say.{Known(brief)}{Wishes(brief)}
        {Story(brief)}
        {MarkedText.Of("retelling", Text(retelling))}
        """,
        WordSchemas.Cast,
        brief);

    /// <summary>Asks what is said and shown.</summary>
    public static ChatRequest Plan(EpisodeBrief brief, Retelling retelling, Cast cast) => Request(
        "You plan short films: who says what, and what is seen meanwhile.",
        $"""
        {MarkedText.IsData}
        Plan the video of the retelling.
        Lines: {WordLimits.LinesMin} to {WordLimits.LinesMax}, each said by a character of the cast after the narration of its beat, at most {WordLimits.LineWordsMax} words each and {SpeechLength.Lines(brief.Seconds, retelling.NarrationWords)} words together. Take what they say in the story where they say something.
        B-roll: {WordLimits.ScenesMin} to {WordLimits.ScenesMax} scenes in the order of the beats, each a photograph that can be made from its prompt alone.
        {(brief.Pattern is { } pattern ? $"The edit pattern is {ScriptNames.Of(pattern)}." : $"Choose the edit pattern: {ScriptNames.Patterns[0]} where faces carry the story, {ScriptNames.Patterns[1]} where places do, {ScriptNames.Patterns[2]} where much happens.")}{Wishes(brief)}
        {Story(brief)}
        {MarkedText.Of("retelling", Text(retelling))}
        {MarkedText.Of("cast", JsonSerializer.Serialize(cast.Characters.Select(Short), Json))}
        """,
        WordSchemas.Plan(cast, brief.Pattern),
        brief);

    /// <summary>Asks for an answer anew, with what was wrong with the first.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="answer">What was answered.</param>
    /// <param name="problems">What is wrong with it, as <see cref="WrittenWords{T}.ProblemLines"/> tells it.</param>
    public static ChatRequest Repair(ChatRequest request, ChatAnswer answer, IReadOnlyList<string> problems) => request with
    {
        Messages =
        [
            .. request.Messages,
            new ChatMessage("assistant", answer.Text),
            new ChatMessage("user", $"This cannot be used. Answer again, whole and in the same form, with these problems mended and everything else as it is:\n{string.Join('\n', problems.Select(problem => "- " + problem))}"),
        ],
    };

    /// <summary>A retelling as the later steps are shown it.</summary>
    public static string Text(Retelling retelling) =>
        $"{retelling.Title}\n{retelling.Logline}\n{string.Join('\n', retelling.Beats.Select(beat => $"{ScriptNames.Of(beat.Kind)} ({beat.Emotion}): {beat.Narration.ReplaceLineEndings(" ")}"))}";

    private static string Meanings { get; } =
        "HOOK (why one stays), SETUP (who and where), CONFLICT (what goes wrong), TWIST (what nobody expected), RESOLUTION (how it ends)";

    private static ChatRequest Request(string system, string user, JsonAnswerSchema schema, EpisodeBrief brief) =>
        new("", [new ChatMessage("system", system), new ChatMessage("user", user.ReplaceLineEndings("\n"))])
        {
            OutputTokensMax = WordLimits.AnswerTokensMax,
            Schema = schema,
            Seed = brief.Seed,
        };

    private static string Story(EpisodeBrief brief)
    {
        var text = brief.Text.Length <= WordLimits.StoryCharactersMax ? brief.Text : brief.Text[..WordLimits.StoryCharactersMax];
        return $"{MarkedText.Of("title", brief.Title)}\n{MarkedText.Of("story", text)}";
    }

    private static string Wishes(EpisodeBrief brief)
    {
        var wishes = new List<string>();
        if (brief.Topic is { } topic) wishes.Add($"It shall be about: {topic.ReplaceLineEndings(" ")}");
        if (brief.Style is { } style) wishes.Add($"Style: {style.ReplaceLineEndings(" ")}");
        if (brief.Blocklist.Words.Count > 0) wishes.Add($"None of these words may occur: {string.Join(", ", brief.Blocklist.Words)}");
        return string.Concat(wishes.Select(wish => "\n" + wish));
    }

    private static string Known(EpisodeBrief brief) => brief.Known.Count == 0
        ? ""
        : $"\nThese appeared before; one that appears again keeps its id and its description: {JsonSerializer.Serialize(brief.Known, Json)}";

    private static object Short(Character character) => new { character.Id, character.Name, Appearance = character.Appearance, Gender = character.Voice.Gender };
}
