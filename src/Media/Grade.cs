using System.Text.Json.Serialization;

namespace FunctionsPipeline.Media;

/// <summary>Looks that pictures and clips may be given.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Grade>))]
public enum Grade
{
    /// <summary>As it is.</summary>
    Neutral,

    /// <summary>Cool shadows, warm lights, more contrast, darker edges.</summary>
    Cinematic,

    /// <summary>Warm, soft, a little brighter.</summary>
    Warm,
}

/// <summary>The filters of a look, from any pixel format to <c>rgb24</c>. A picture and a clip of it come out alike.</summary>
internal static class GradeFilters
{
    private const string ToRgb = "scale=flags=accurate_rnd+full_chroma_int+bitexact,format=rgb24";

    public static string Of(Grade grade) => grade switch
    {
        Grade.Neutral => ToRgb,
        Grade.Cinematic => ToRgb + ",curves=all='0/0 0.25/0.2 0.75/0.8 1/1',colorbalance=rs=-0.06:bs=0.08:rh=0.06:bh=-0.06,eq=saturation=0.92,vignette=angle=PI/6,format=rgb24",
        Grade.Warm => ToRgb + ",colorbalance=rm=0.07:gm=0.02:bm=-0.07:rh=0.04:bh=-0.05,eq=brightness=0.02:saturation=1.08,format=rgb24",
        _ => throw new ArgumentOutOfRangeException(nameof(grade), grade, "Unknown grade."),
    };
}
