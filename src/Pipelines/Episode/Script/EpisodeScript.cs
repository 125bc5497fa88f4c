namespace FunctionsPipeline.Pipelines.Episode.Script;

/// <summary>An episode in words: everything that pictures, voices and the cut are made from.</summary>
/// <param name="Title">Title, 1 to 100 characters.</param>
/// <param name="Description">What it is about, for people who look for it.</param>
/// <param name="Tags">Words that people search for, without <c>#</c>.</param>
/// <param name="ThumbnailText">Two to five words for the thumbnail.</param>
/// <param name="Pattern">How it is cut.</param>
/// <param name="Characters">Who appears, 1 to 4.</param>
/// <param name="Beats">One of each kind, in order.</param>
/// <param name="Lines">What characters say, 2 to 4, in the order in which they are spoken.</param>
/// <param name="Broll">Moving pictures, 4 to 6, in order.</param>
public sealed record EpisodeScript(
    string Title,
    string Description,
    IReadOnlyList<string> Tags,
    string ThumbnailText,
    EditPattern Pattern,
    IReadOnlyList<Character> Characters,
    IReadOnlyList<Beat> Beats,
    IReadOnlyList<SpokenLine> Lines,
    IReadOnlyList<BrollScene> Broll);

/// <summary>Who appears.</summary>
/// <param name="Id">Known by it within a project, lower case with hyphens, for example <c>old-miller</c>.</param>
/// <param name="Name">Name as people say it.</param>
/// <param name="Appearance">What a picture shows.</param>
/// <param name="Voice">How it sounds.</param>
/// <param name="Depth">What moves it.</param>
public sealed record Character(string Id, string Name, string Appearance, VoiceProfile Voice, CharacterDepth Depth);

/// <summary>How a character sounds; a provider's voice is chosen by it.</summary>
/// <param name="Gender"><c>female</c>, <c>male</c> or <c>neutral</c>.</param>
/// <param name="Age"><c>child</c>, <c>young</c>, <c>middle</c> or <c>old</c>.</param>
/// <param name="Tone">In a few words, for example <c>warm, slow</c>.</param>
public sealed record VoiceProfile(string Gender, string Age, string Tone);

/// <summary>What moves a character.</summary>
/// <param name="Want">What it is after.</param>
/// <param name="Fear">What it is afraid of.</param>
/// <param name="Secret">What it does not say.</param>
public sealed record CharacterDepth(string Want, string Fear, string Secret);

/// <summary>A beat.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Narration">What the narrator says.</param>
/// <param name="Emotion">One word, for example <c>dread</c>.</param>
public sealed record Beat(BeatKind Kind, string Narration, string Emotion);

/// <summary>A line that a character says, after the narration of its beat.</summary>
/// <param name="CharacterId">Of a character of the script.</param>
/// <param name="Beat">Where.</param>
/// <param name="Text">What it says.</param>
/// <param name="Emotion">One word.</param>
public sealed record SpokenLine(string CharacterId, BeatKind Beat, string Text, string Emotion);

/// <summary>A picture that is shown in motion.</summary>
/// <param name="Beat">Where.</param>
/// <param name="Prompt">What it shows.</param>
/// <param name="Emotion">One word, in the light of which it is made.</param>
public sealed record BrollScene(BeatKind Beat, string Prompt, string Emotion);
