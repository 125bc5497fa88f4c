namespace FunctionsPipeline.Pipelines.ClipReports;

/// <summary>What a page of one video has beyond the style of a run's report.</summary>
internal static class ClipPageStyle
{
    public const string Css = """

        .facts{color:var(--soft);font-size:.92rem;margin:.5rem 0 0}
        .head{display:grid;grid-template-columns:minmax(0,3fr) minmax(15rem,2fr);gap:2rem;align-items:start}
        .head video{border-radius:.5rem .5rem 0 0}
        .head video:has(+.strip){aspect-ratio:auto;max-height:30rem}
        .head .strip{margin:0}
        .score{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem 1.2rem;margin-bottom:1rem}
        .score p{margin:0}
        .score .points{font-size:2rem;line-height:1.2;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
        .score .points small{font-size:.92rem;letter-spacing:0}
        .meter{position:relative;height:.5rem;border-radius:.25rem;background:var(--shade);margin:.35rem 0 .3rem}
        .meter i{position:absolute;inset:0 auto 0 0;border-radius:.25rem;background:var(--succeeded)}
        .meter u{position:absolute;left:50%;top:-.15rem;bottom:-.15rem;width:1px;background:var(--soft)}
        .taken{list-style:none;margin:.5rem 0 0;padding:0;font-size:.92rem;color:var(--soft)}
        .taken li{display:flex;justify-content:space-between}
        .taken b{color:var(--accent);font-variant-numeric:tabular-nums}
        .defect{border-top:1px solid var(--line);padding:1.1rem 0 .6rem}
        .defect p{margin:.15rem 0 .7rem}
        .moments{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:1.1rem}
        figure{margin:0}
        .still{position:relative;background:var(--shade);border-radius:.4rem;overflow:hidden}
        .still img,.still svg{position:absolute;inset:0;width:100%;height:100%;display:block}
        .still:hover .heat{visibility:hidden}
        .compared{display:block;width:100%;border-radius:.4rem;background:var(--shade)}
        .heat{fill:#ff2d00}
        .box,.edge{fill:none;vector-effect:non-scaling-stroke}
        .edge{stroke:#000;stroke-opacity:.75;stroke-width:5px}
        .box{stroke:#ffd400;stroke-width:2.5px}
        figcaption{font-size:.86rem;color:var(--soft);margin-top:.35rem}
        .defect .times{margin:.7rem 0 0;font-size:.9rem;color:var(--soft);display:flex;flex-wrap:wrap;gap:.1rem 1rem}
        .plot{display:grid;grid-template-columns:11rem 1fr 4rem;gap:1rem;align-items:center;margin-bottom:.5rem;font-size:.92rem}
        .plot svg{display:block;width:100%;height:3.4rem;background:var(--card);border:1px solid var(--line);border-radius:.3rem}
        .plot .axis{margin:0;color:var(--soft)}
        .plot small{font-variant-numeric:tabular-nums}
        .line{fill:none;stroke:var(--soft);stroke-width:1.4px;vector-effect:non-scaling-stroke;stroke-linejoin:round}
        .range{fill:var(--band);opacity:.55}
        .hit .line{stroke:var(--accent)}
        .hit>span{font-weight:600}
        .detectors td:nth-child(3){min-width:10rem}
        .graded{display:grid;grid-template-columns:1fr 2.6rem;gap:.6rem;align-items:center}
        .graded small{text-align:right}
        .detectors .hit .meter i{background:var(--accent)}
        .detectors .meter i{background:var(--soft)}
        .detectors .hit th{color:var(--accent)}
        .unknown-row td,.unknown-row th{color:var(--soft)}
        .unknown-row th{font-weight:500}
        @media (max-width:52rem){.head{grid-template-columns:1fr}.plot{grid-template-columns:1fr 3rem}.plot>span{grid-column:1/-1;margin-bottom:-.4rem}}

        """;
}
