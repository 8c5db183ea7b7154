<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
    <context>
        <name>EOEmbed</name>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>Map another date</source>
            <translation>Cartografiar otra fecha</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>apply,transfer,change,transitions,time,other place,from-to</source>
            <translation>aplicar,transferir,cambio,transiciones,tiempo,otro lugar,desde-hacia</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>Maps another date, or another place, with a head of this workspace. The other workspace must be embedded like this one: see the parameter of Embed chips.

Where both have the same chips, the page says how much went from which class to which. Such areas are biased, since errors of either map count as change: a claim needs a check sample.</source>
            <translation>Cartografía otra fecha, u otro lugar, con un cabezal de este espacio de trabajo. Los embeddings del otro espacio de trabajo deben calcularse como los de este: véase el parámetro de «Calcular embeddings de teselas».

Si ambos tienen las mismas teselas, la página indica cuánto pasó de qué clase a cuál. Esas áreas están sesgadas, pues los errores de uno u otro mapa cuentan como cambio: para afirmar algo hace falta una muestra de control.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>The workspace of the other date, or place.</source>
            <translation>El espacio de trabajo de la otra fecha o del otro lugar.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>Sources of the other workspace</source>
            <translation>Fuentes del otro espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>In the order of the head's, by commas; those of the same names by default, or the only one.</source>
            <translation>En el orden de las del cabezal, separadas por comas; de forma predeterminada, las de los mismos nombres, o la única.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>Map</source>
            <translation>Mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>GeoTIFF to write; left empty, it is in the folder maps of the other workspace.</source>
            <translation>GeoTIFF que se escribirá; si se deja vacío, queda en la carpeta maps del otro espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>Page of changes</source>
            <translation>Página de cambios</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>What went from which class to which</source>
            <translation>Qué pasó de qué clase a cuál</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>Before</source>
            <translation>Antes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>After</source>
            <translation>Después</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Cells</source>
            <translation>Celdas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>Hectares</source>
            <translation>Hectáreas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Accuracy and area of classes</source>
            <translation>Exactitud y área de las clases</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>area estimation,error-adjusted,confusion matrix,Olofsson,users accuracy,producers</source>
            <translation>estimación de áreas,corregida por error,matriz de confusión,Olofsson,exactitud del usuario,productor</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>How accurate is a map, and how much is there really of each class? From a check sample whose cells are labelled, estimates the overall accuracy, the user's accuracy (how much of what is mapped so is so) and the producer's accuracy (how much of what is so is mapped so), and the area of each class, corrected for the map's errors, with confidence intervals (Olofsson et al. 2014).

Only a random sample allows this: clicked training labels do not. For a map of numbers the result is the mean, corrected in the same way.</source>
            <translation>¿Qué exactitud tiene un mapa y cuánto hay realmente de cada clase? A partir de una muestra de control con las celdas etiquetadas, estima la exactitud global, la exactitud del usuario (cuánto de lo cartografiado como tal lo es) y la exactitud del productor (cuánto de lo que es tal está cartografiado así), y el área de cada clase, corregida por los errores del mapa, con intervalos de confianza (Olofsson et al. 2014).

Solo una muestra aleatoria lo permite: las etiquetas de entrenamiento puestas con clics, no. Para un mapa de números, el resultado es la media, corregida del mismo modo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Labelled sample</source>
            <translation>Muestra etiquetada</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>The layer that Draw a check sample made, its field label filled in and saved.</source>
            <translation>La capa creada por «Extraer una muestra de control», con el campo label rellenado y guardado.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>The map to judge; that which was sampled by default.</source>
            <translation>El mapa que se evalúa; de forma predeterminada, el que se muestreó.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Level of confidence</source>
            <translation>Nivel de confianza</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Leave out cells without a label</source>
            <translation>Omitir las celdas sin etiqueta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Honest only where the reason for the gap has nothing to do with the class.</source>
            <translation>Solo es honesto si el motivo del hueco no tiene nada que ver con la clase.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Take unknown labels as classes that the map lacks</source>
            <translation>Tomar las etiquetas desconocidas como clases que faltan en el mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>How it was drawn</source>
            <translation>Cómo se extrajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>sample: by Draw a check sample. simple, stratified: points of your own, drawn at random over the map, or within its classes.</source>
            <translation>sample: con «Extraer una muestra de control». simple, stratified: puntos propios, extraídos al azar en todo el mapa o dentro de sus clases.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Field of the label</source>
            <translation>Campo de la etiqueta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Of points of your own; label by default.</source>
            <translation>De los puntos propios; label de forma predeterminada.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Table of classes</source>
            <translation>Tabla de clases</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>The estimates, a row a class.</source>
            <translation>Las estimaciones, una fila por clase.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Page of estimates</source>
            <translation>Página de estimaciones</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Overall accuracy</source>
            <translation>Exactitud global</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Mean, of numbers</source>
            <translation>Media, de números</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>{map}, judged by {n} of {all} cells of {reference} ({how}).</source>
            <translation>{map}, evaluado con {n} de {all} celdas de {reference} ({how}).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>In brackets: the {level} confidence interval.</source>
            <translation>Entre paréntesis: el intervalo de confianza del {level}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Mean</source>
            <translation>Media</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Estimate</source>
            <translation>Estimación</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Corrected by the sample</source>
            <translation>Corregida con la muestra</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Of the sample alone</source>
            <translation>Solo de la muestra</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Of the map alone</source>
            <translation>Solo del mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Overall accuracy {value}.</source>
            <translation>Exactitud global {value}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>Class</source>
            <translation>Clase</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Mapped (ha)</source>
            <translation>Cartografiado (ha)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Estimated (ha)</source>
            <translation>Estimado (ha)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>User's accuracy</source>
            <translation>Exactitud del usuario</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Producer's accuracy</source>
            <translation>Exactitud del productor</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Mapped, by reference</source>
            <translation>Cartografiado, según la referencia</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Error matrix, in sampled cells</source>
            <translation>Matriz de error, en celdas de la muestra</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/base.py" />
            <source>This algorithm belongs to no provider: run it by its id, eoembed:{id}.</source>
            <translation>Este algoritmo no pertenece a ningún proveedor: ejecútelo por su id, eoembed:{id}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/base.py" />
            <source>Chips and embeddings</source>
            <translation>Teselas y embeddings</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/base.py" />
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>Labels</source>
            <translation>Etiquetas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/base.py" />
            <source>Heads and maps</source>
            <translation>Cabezales y mapas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/base.py" />
            <source>Accuracy and areas</source>
            <translation>Exactitud y áreas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/base.py" />
            <source>Other dates</source>
            <translation>Otras fechas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Change between dates</source>
            <translation>Cambio entre fechas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>change detection,difference,time,two dates</source>
            <translation>detección de cambios,diferencia,tiempo,dos fechas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>How much does each chip look otherwise than before? Maps the distance between its embeddings of two dates, without labels. The dates are two workspaces with the same chips, or two sources of one, the second embedded like the first.

Great distances are great changes of looks, of whatever cause: harvest, cloud, building. Centring takes away what all chips have in common, such as season and light.</source>
            <translation>¿Cuánto ha cambiado el aspecto de cada tesela? Cartografía la distancia entre sus embeddings de dos fechas, sin etiquetas. Las fechas son dos espacios de trabajo con las mismas teselas, o dos fuentes de uno, con los embeddings de la segunda calculados como los de la primera.

Las distancias grandes son grandes cambios de aspecto, por cualquier causa: cosecha, nubes, edificación. El centrado quita lo que todas las teselas tienen en común, como la estación y la luz.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>The workspace of the second date; this one by default.</source>
            <translation>El espacio de trabajo de la segunda fecha; de forma predeterminada, este.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Source of the first date</source>
            <translation>Fuente de la primera fecha</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Needed where there are several.</source>
            <translation>Necesaria si hay varias.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Source of the second date</source>
            <translation>Fuente de la segunda fecha</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Take away what all chips have in common</source>
            <translation>Quitar lo que todas las teselas tienen en común</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Distance that ranks chips</source>
            <translation>Distancia que ordena las teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Number of most changed chips</source>
            <translation>Número de teselas con más cambio</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Change</source>
            <translation>Cambio</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>GeoTIFF to write; left empty, it is maps/change.tif in the workspace.</source>
            <translation>GeoTIFF que se escribirá; si se deja vacío, es maps/change.tif en el espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Most changed chips</source>
            <translation>Teselas con más cambio</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Share of the change that is common</source>
            <translation>Proporción del cambio que es común</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>Learning curve</source>
            <translation>Curva de aprendizaje</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>labels,accuracy,sample size,how many</source>
            <translation>etiquetas,exactitud,tamaño de muestra,cuántas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>How many labels are enough? Scores a head fitted on ever more of the labelled chips, and tells the number at which 95% of the score with all of them is reached.

Where no number reaches it, more labels will still help. The page shows the curve with the range of the single draws.</source>
            <translation>¿Cuántas etiquetas bastan? Evalúa un cabezal ajustado con cada vez más teselas etiquetadas e indica el número con el que se alcanza el 95% de la puntuación obtenida con todas.

Si ningún número la alcanza, más etiquetas todavía ayudarán. La página muestra la curva con el rango de los distintos sorteos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Split</source>
            <translation>División</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>How chips are parted into those to learn from and those to be judged on: see Score a head.</source>
            <translation>Cómo se separan las teselas de las que se aprende de aquellas con las que se evalúa: véase «Evaluar un cabezal».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>Numbers of labels</source>
            <translation>Números de etiquetas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>To try, by commas, such as 10, 20, 50; what is usual by default.</source>
            <translation>Que se probarán, separados por comas, como 10, 20, 50; de forma predeterminada, los habituales.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>Draws</source>
            <translation>Sorteos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>Of each number of labels.</source>
            <translation>De cada número de etiquetas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>Page of the curve</source>
            <translation>Página de la curva</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>Labels for 95% of the score</source>
            <translation>Etiquetas para el 95% de la puntuación</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>Score with all labels</source>
            <translation>Puntuación con todas las etiquetas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>No number of labels tried reaches 95% of the score with all {n}.</source>
            <translation>Ningún número de etiquetas probado alcanza el 95% de la puntuación con todas ({n}).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>{few} labels reach 95% of the score with all {n}.</source>
            <translation>{few} etiquetas alcanzan el 95% de la puntuación con todas ({n}).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>all</source>
            <translation>todas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>from</source>
            <translation>desde</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>to</source>
            <translation>hasta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>Dense map</source>
            <translation>Mapa denso</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>predict,classify,map,sliding window,segmentation,fine,high resolution</source>
            <translation>predecir,clasificar,mapa,ventana deslizante,segmentación,fino,alta resolución</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>Maps the area with a fitted head more finely than chips: a window of a chip's size slides over it by small steps, and what the windows over a cell say is blended. Windows are embedded anew, so this takes longer than a chip map: a quarter of the step takes sixteen times the windows.

The result looks sharper than it is: each cell still speaks of a window of a chip's size.</source>
            <translation>Cartografía el área con un cabezal ajustado con más detalle que las teselas: una ventana del tamaño de una tesela se desliza sobre ella a pasos pequeños, y se combina lo que dicen las ventanas que cubren cada celda. Los embeddings de las ventanas se calculan de nuevo, así que tarda más que un mapa de teselas: un cuarto del paso requiere dieciséis veces más ventanas.

El resultado parece más nítido de lo que es: cada celda sigue hablando de una ventana del tamaño de una tesela.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>Step</source>
            <translation>Paso</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>Side of a cell of the map, in the unit below; the chip's size is a multiple of it.</source>
            <translation>Lado de una celda del mapa, en la unidad de abajo; el tamaño de la tesela es un múltiplo de él.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>Of the step.</source>
            <translation>Del paso.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>Patch features in place of windows</source>
            <translation>Características de parches en lugar de ventanas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>For networks that have them, such as vision transformers.</source>
            <translation>Para redes que las tienen, como los transformadores de visión.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>GeoTIFF to write; left empty, it is maps/&lt;head&gt;-dense.tif in the workspace.</source>
            <translation>GeoTIFF que se escribirá; si se deja vacío, es maps/&lt;head&gt;-dense.tif en el espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Embed chips</source>
            <translation>Calcular embeddings de teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>embeddings,features,model,encoder,foundation model,rcf,deep learning</source>
            <translation>embeddings,características,modelo,codificador,modelo fundacional,rcf,aprendizaje profundo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Runs a model over every chip and keeps what it sees as numbers, the chip's embedding. This takes longest, and is done once: labels, heads and maps then take seconds.

rcf (random convolutional features) needs no download and is quick without a graphics card. timm:NAME takes a pretrained network, such as timm:vit_small_patch16_224. The algorithm Models lists all, with the bands and units that they expect.

It may be stopped at any time: what is embedded is kept, and the next run does the rest. Another date is embedded like the first, so that a head of one holds for the other.</source>
            <translation>Ejecuta un modelo sobre cada tesela y guarda lo que ve como números: el embedding de la tesela. Es lo que más tarda y se hace una sola vez: las etiquetas, los cabezales y los mapas requieren después segundos.

rcf (características convolucionales aleatorias) no necesita descarga y es rápido sin tarjeta gráfica. timm:NAME usa una red preentrenada, como timm:vit_small_patch16_224. El algoritmo «Modelos» los enumera todos, con las bandas y unidades que esperan.

Se puede detener en cualquier momento: lo ya calculado se conserva y la siguiente ejecución hace el resto. Los embeddings de otra fecha se calculan como los de la primera, para que un cabezal de una sirva para la otra.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Model</source>
            <translation>Modelo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Name of a model; rcf by default.</source>
            <translation>Nombre de un modelo; rcf de forma predeterminada.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Options of the model</source>
            <translation>Opciones del modelo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>As key=value, by commas, such as features=512; none are needed.</source>
            <translation>Como clave=valor, separadas por comas, por ejemplo features=512; no se necesita ninguna.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Like another source</source>
            <translation>Como otra fuente</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>A workspace's folder, folder:source, or :source of this workspace, whose model is taken with all that it learnt; leave model and options empty then.</source>
            <translation>Carpeta de un espacio de trabajo, carpeta:fuente, o :fuente de este espacio de trabajo, cuyo modelo se toma con todo lo que aprendió; en ese caso, deje vacíos el modelo y las opciones.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Stored as</source>
            <translation>Se guarda como</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>float16 takes half the disk, int8 a quarter, at a small loss.</source>
            <translation>float16 ocupa la mitad del disco; int8, un cuarto, con una pequeña pérdida.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Embed although bands or units do not fit the model</source>
            <translation>Calcular embeddings aunque las bandas o unidades no se ajusten al modelo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>What comes of it may be of little use.</source>
            <translation>Lo que resulte puede ser de poca utilidad.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Chips embedded now</source>
            <translation>Teselas con embedding calculado ahora</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Chips embedded before</source>
            <translation>Teselas con embedding calculado antes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Chips with too few valid pixels</source>
            <translation>Teselas con muy pocos píxeles válidos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>A source that is embedded like another takes its model and options: leave yours empty.</source>
            <translation>Una fuente cuyos embeddings se calculan como los de otra toma su modelo y sus opciones: deje vacíos los suyos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>{source}: {embedded} chips embedded by {model} on {device} ({rate} a second), {kept} were there, {invalid} have too few valid pixels.</source>
            <translation>{source}: embeddings de {embedded} teselas calculados por {model} en {device} ({rate} por segundo), {kept} ya estaban, {invalid} tienen muy pocos píxeles válidos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/export_chips.py" />
            <source>Chips as polygons</source>
            <translation>Teselas como polígonos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/export_chips.py" />
            <source>chips,tiles,export,grid,footprints</source>
            <translation>teselas,mosaicos,exportar,cuadrícula,huellas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/export_chips.py" />
            <source>Writes the chips of a workspace as a polygon layer.

Each polygon bears its chip_id, the number by which all other algorithms know the chip, and its row and col in the grid.</source>
            <translation>Escribe las teselas de un espacio de trabajo como una capa de polígonos.

Cada polígono lleva su chip_id, el número por el que todos los demás algoritmos conocen la tesela, y su row y col en la cuadrícula.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/export_chips.py" />
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Chips</source>
            <translation>Teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/files.py" />
            <source>The layer {name} is no raster file but comes from {provider}: export it as a GeoTIFF first.</source>
            <translation>La capa {name} no es un archivo ráster, sino que procede de {provider}: expórtela primero como GeoTIFF.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/files.py" />
            <source>Stopped before anything was changed.</source>
            <translation>Detenido antes de cambiar nada.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/files.py" />
            <source>The layer {name} could not be saved for the worker: {reason}</source>
            <translation>La capa {name} no se pudo guardar para el proceso de cálculo: {reason}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Fit a head</source>
            <translation>Ajustar un cabezal</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>train,classifier,regression,random forest,ridge,logistic,machine learning</source>
            <translation>entrenar,clasificador,regresión,bosque aleatorio,ridge,logística,aprendizaje automático</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Learns from the labelled chips what an embedding means: a class, or a number. The result, the head, is kept in the workspace under a name, and maps are made with it. It takes seconds.

How good a head is, Score tells: fit says nothing of that. With some ground held out, Chip map can add the classes, or the interval, that hold the truth as often as you ask.</source>
            <translation>Aprende de las teselas etiquetadas qué significa un embedding: una clase o un número. El resultado, el cabezal, se guarda en el espacio de trabajo con un nombre, y con él se hacen los mapas. Tarda segundos.

Lo bueno que es un cabezal lo indica «Evaluar un cabezal»: el ajuste no dice nada de ello. Si se reserva parte del terreno, «Mapa de teselas» puede añadir las clases, o el intervalo, que contienen la verdad con la frecuencia que se pida.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Calibrate</source>
            <translation>Calibrar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Make its probabilities true on ground that it did not see.</source>
            <translation>Hacer que sus probabilidades sean ciertas en terreno que no ha visto.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Share of the ground held out</source>
            <translation>Proporción del terreno reservada</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>So that Chip map can give sets or intervals of a level; 0.3 will do.</source>
            <translation>Para que «Mapa de teselas» pueda dar conjuntos o intervalos de un nivel; basta con 0.3.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Side of the blocks held out, in metres</source>
            <translation>Lado de los bloques reservados, en metros</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Found by itself when left empty.</source>
            <translation>Se determina automáticamente si se deja vacío.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <source>Name</source>
            <translation>Nombre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Of the fitted head; target and head by default, such as cover-rf.</source>
            <translation>Del cabezal ajustado; de forma predeterminada, objetivo y cabezal, como cover-rf.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Name of the fitted head</source>
            <translation>Nombre del cabezal ajustado</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Folder of the fitted head</source>
            <translation>Carpeta del cabezal ajustado</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Labels it was fitted on</source>
            <translation>Etiquetas con las que se ajustó</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>{head} was fitted on {n} labels.</source>
            <translation>{head} se ajustó con {n} etiquetas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/job.py" />
            <source>chip ids are whole numbers, as the field chip_id of a layer of chips</source>
            <translation>los identificadores de tesela son números enteros, como el campo chip_id de una capa de teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/job.py" />
            <source>give numbers by commas</source>
            <translation>indique números separados por comas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/job.py" />
            <source>options are given as key=value, by commas</source>
            <translation>las opciones se indican como clave=valor, separadas por comas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/job.py" />
            <source>Stopped; what was finished is kept, and the next run does the rest.</source>
            <translation>Detenido; lo terminado se conserva y la siguiente ejecución hace el resto.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/job.py" />
            <source>{parameter} cannot be '{value}': {why}.</source>
            <translation>{parameter} no puede ser '{value}': {why}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/kept_worker.py" />
            <source>EO Embed was switched off.</source>
            <translation>EO Embed se desactivó.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/kept_worker.py" />
            <location filename="../../eo_embed_plugin/blocking.py" />
            <location filename="../../eo_embed_plugin/calls.py" />
            <source>Cancelled.</source>
            <translation>Cancelado.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Label</source>
            <translation>Etiqueta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>majority: the class with the greatest share of the chip. fraction: that share of one class, a number. mean: of the values. median-split: two classes, below and above the median of the means.</source>
            <translation>majority: la clase con mayor proporción de la tesela. fraction: esa proporción de una clase, un número. mean: de los valores. median-split: dos clases, por debajo y por encima de la mediana de las medias.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>Class of the fraction</source>
            <translation>Clase de la fracción</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>The class whose share is taken; left empty for a vector layer, that of any polygon.</source>
            <translation>La clase cuya proporción se toma; si se deja vacío con una capa vectorial, la de cualquier polígono.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>Least share of the majority</source>
            <translation>Proporción mínima de la mayoría</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>Chips of which no class takes so much stay without a label.</source>
            <translation>Las teselas en las que ninguna clase ocupa tanto quedan sin etiqueta.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Target</source>
            <translation>Objetivo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>A name for what the labels say; that of the field, or of the file, by default.</source>
            <translation>Un nombre para lo que dicen las etiquetas; de forma predeterminada, el del campo o el del archivo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>Labelled chips</source>
            <translation>Teselas etiquetadas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>A class is for the label fraction, not {how}: leave it empty.</source>
            <translation>Una clase corresponde a la etiqueta fraction, no a {how}: déjela vacía.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>{n} chips labelled for the target {target}.</source>
            <translation>{n} teselas etiquetadas para el objetivo {target}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>From {low} to {high}.</source>
            <translation>De {low} a {high}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>{n} chips keep the label that was given by hand.</source>
            <translation>{n} teselas conservan la etiqueta dada a mano.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_raster.py" />
            <source>Labels from raster layer</source>
            <translation>Etiquetas desde capa ráster</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_raster.py" />
            <source>labels,training,land cover,ground truth,reference,classes,elevation</source>
            <translation>etiquetas,entrenamiento,cobertura del suelo,verdad terreno,referencia,clases,elevación</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_raster.py" />
            <source>Gives chips their labels from a raster, such as a land cover map, an elevation model or a map of yields: each chip the class that most of it bears, the share of a class, or a mean.

Names and colours of classes come along where the raster has them. Labels imported again take the place of those imported before for the same target; those given by hand stay.

The result is in the workspace, ready for Fit.</source>
            <translation>Da a las teselas sus etiquetas a partir de un ráster, como un mapa de cobertura del suelo, un modelo de elevación o un mapa de rendimientos: a cada tesela, la clase que ocupa la mayor parte de ella, la proporción de una clase o una media.

Los nombres y colores de las clases se toman del ráster si los tiene. Las etiquetas que se importan de nuevo sustituyen a las importadas antes para el mismo objetivo; las dadas a mano se mantienen.

El resultado queda en el espacio de trabajo, listo para «Ajustar un cabezal».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_raster.py" />
            <location filename="../../eo_embed_plugin/algorithms/labels_from_vector.py" />
            <source>Layer</source>
            <translation>Capa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_vector.py" />
            <source>Labels from vector layer</source>
            <translation>Etiquetas desde capa vectorial</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_vector.py" />
            <source>labels,training,samples,ground truth,reference,classes,polygons,points</source>
            <translation>etiquetas,entrenamiento,muestras,verdad terreno,referencia,clases,polígonos,puntos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_vector.py" />
            <source>Gives chips their labels from points or polygons: each chip the class that most of it bears, a share, or a mean. Any layer will do, in any projection, and its selected features alone.

Labels imported again take the place of those imported before for the same target; those given by hand stay. The target is a name for what the labels say, such as cover or yield.

The result is in the workspace, ready for Fit. The count of labels tells whether the layer fits: few where there are many polygons means that no class fills enough of a chip.</source>
            <translation>Da a las teselas sus etiquetas a partir de puntos o polígonos: a cada tesela, la clase que ocupa la mayor parte de ella, una proporción o una media. Sirve cualquier capa, en cualquier proyección, y también solo sus objetos seleccionados.

Las etiquetas que se importan de nuevo sustituyen a las importadas antes para el mismo objetivo; las dadas a mano se mantienen. El objetivo es un nombre para lo que dicen las etiquetas, como cover o yield.

El resultado queda en el espacio de trabajo, listo para «Ajustar un cabezal». El número de etiquetas indica si la capa es adecuada: pocas donde hay muchos polígonos significa que ninguna clase llena lo suficiente de una tesela.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_vector.py" />
            <source>Field</source>
            <translation>Campo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_vector.py" />
            <source>Holds the class, or the number; may be left empty for the share of any polygon.</source>
            <translation>Contiene la clase o el número; puede dejarse vacío para la proporción de cualquier polígono.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Make chips</source>
            <translation>Crear teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>workspace,chips,tiles,patches,grid,init,area of interest</source>
            <translation>espacio de trabajo,teselas,mosaicos,parches,cuadrícula,iniciar,área de interés</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Cuts the ground under raster layers into chips, square windows that each get one embedding and can get one label, and makes the workspace that all other algorithms work in.

The layers of one source are read together, whatever their resolution or projection; a second source (radar beside optical images, another date) has layers of its own. The finest layer of the first source gives the grid. Rasters stay where they are: the workspace is a small folder.

The result is the folder and, if asked for, the chips as polygons with their ids. A chip should be about as large as what is to be told apart: a few fields, a block of houses.</source>
            <translation>Corta el terreno bajo las capas ráster en teselas, ventanas cuadradas que reciben cada una un embedding y pueden recibir una etiqueta, y crea el espacio de trabajo con el que trabajan todos los demás algoritmos.

Las capas de una fuente se leen juntas, sean cuales sean su resolución o su proyección; una segunda fuente (radar junto a imágenes ópticas, otra fecha) tiene capas propias. La capa más fina de la primera fuente define la cuadrícula. Los rásteres se quedan donde están: el espacio de trabajo es una carpeta pequeña.

El resultado es la carpeta y, si se pide, las teselas como polígonos con sus identificadores. Una tesela debería ser más o menos tan grande como lo que se quiere distinguir: unas pocas parcelas, una manzana de casas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Raster layers</source>
            <translation>Capas ráster</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Files of one source: one with several bands, or one a band.</source>
            <translation>Archivos de una fuente: uno con varias bandas, o uno por banda.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Area</source>
            <translation>Área</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Polygons to work in; all that the first source covers by default.</source>
            <translation>Polígonos en los que trabajar; de forma predeterminada, todo lo que cubre la primera fuente.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Extent</source>
            <translation>Extensión</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>A rectangle to work in, in place of polygons.</source>
            <translation>Un rectángulo en el que trabajar, en lugar de polígonos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Size of a chip</source>
            <translation>Tamaño de una tesela</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Side of a chip, in the unit below.</source>
            <translation>Lado de una tesela, en la unidad de abajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Stride</source>
            <translation>Paso</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Step from chip to chip; the size by default, less to let chips overlap.</source>
            <translation>Distancia de una tesela a la siguiente; de forma predeterminada, el tamaño; menos para que las teselas se solapen.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Of size and stride: pixels of the finest layer, or metres on the ground.</source>
            <translation>Del tamaño y del paso: píxeles de la capa más fina, o metros sobre el terreno.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>Workspace</source>
            <translation>Espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>New folder; one that holds a workspace already is refused.</source>
            <translation>Carpeta nueva; se rechaza una que ya contenga un espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>The chips as polygons, with chip_id, row and col.</source>
            <translation>Las teselas como polígonos, con chip_id, row y col.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Number of chips</source>
            <translation>Número de teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Chips at the border</source>
            <translation>Teselas en el borde</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>centre: those whose centre lies in the area. any: those that touch it. full: those within it.</source>
            <translation>centre: aquellas cuyo centro está en el área. any: las que la tocan. full: las que están enteras dentro de ella.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Least share of valid pixels</source>
            <translation>Proporción mínima de píxeles válidos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Chips with fewer valid pixels are left out.</source>
            <translation>Las teselas con menos píxeles válidos se omiten.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Name of the source</source>
            <translation>Nombre de la fuente</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Bands</source>
            <translation>Bandas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Names of the bands by commas, in their order (blue, green, red, nir); read from the files by default.</source>
            <translation>Nombres de las bandas separados por comas, en su orden (blue, green, red, nir); de forma predeterminada, se leen de los archivos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Scale</source>
            <translation>Escala</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>What stored values are multiplied by to give physical ones (0.0001 for much of Sentinel-2), where the files do not say.</source>
            <translation>Por cuánto se multiplican los valores almacenados para obtener los físicos (0.0001 para buena parte de Sentinel-2), si los archivos no lo indican.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Offset</source>
            <translation>Desplazamiento</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>What is then added, such as -0.1.</source>
            <translation>Lo que se suma después, como -0.1.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Nodata value</source>
            <translation>Valor sin datos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Where the files do not say.</source>
            <translation>Si los archivos no lo indican.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Raster layers of a second source</source>
            <translation>Capas ráster de una segunda fuente</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Embedded beside the first, and used together with it.</source>
            <translation>Sus embeddings se calculan además de los de la primera y se usan junto con ellos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Name of the second source</source>
            <translation>Nombre de la segunda fuente</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>{n} chips of {x} x {y} pixels ({width} x {height} m) in {crs}.</source>
            <translation>{n} teselas de {x} x {y} píxeles ({width} x {height} m) en {crs}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Give an area or an extent, not both.</source>
            <translation>Indique un área o una extensión, no ambas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Both sources are named {name}: name the second otherwise.</source>
            <translation>Las dos fuentes se llaman {name}: dé otro nombre a la segunda.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>Name of the head</source>
            <translation>Nombre del cabezal</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>Probability of each class</source>
            <translation>Probabilidad de cada clase</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>Uncertainty</source>
            <translation>Incertidumbre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>Area of applicability</source>
            <translation>Área de aplicabilidad</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>Sets of classes</source>
            <translation>Conjuntos de clases</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>Interval</source>
            <translation>Intervalo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>{map}, uncertainty</source>
            <translation>{map}, incertidumbre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Models</source>
            <translation>Modelos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>models,encoders,cards,licence,bands,options</source>
            <translation>modelos,codificadores,fichas,licencia,bandas,opciones</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Lists the models that chips can be embedded by, as a page: what each is, the bands and the values that it expects, its licence, and its options.</source>
            <translation>Enumera en una página los modelos con los que se pueden calcular los embeddings de las teselas: qué es cada uno, las bandas y los valores que espera, su licencia y sus opciones.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Page of models</source>
            <translation>Página de modelos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Number of models</source>
            <translation>Número de modelos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Models of EO Embed</source>
            <translation>Modelos de EO Embed</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>any</source>
            <translation>cualquiera</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Values</source>
            <translation>Valores</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Licence</source>
            <translation>Licencia</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Paper</source>
            <translation>Artículo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Notes</source>
            <translation>Notas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/pages.py" />
            <source>{path} cannot be written ({reason}): choose another file.</source>
            <translation>No se puede escribir {path} ({reason}): elija otro archivo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Folder of the workspace, as Make chips leaves it; that of the project by default.</source>
            <translation>Carpeta del espacio de trabajo, tal como la deja «Crear teselas»; de forma predeterminada, la del proyecto.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Other workspace</source>
            <translation>Otro espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>What the labels say, such as cover; needed where the workspace has several targets.</source>
            <translation>Lo que dicen las etiquetas, como cover; necesario si el espacio de trabajo tiene varios objetivos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Sources</source>
            <translation>Fuentes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Sources of the workspace to use, by commas; all of them by default.</source>
            <translation>Fuentes del espacio de trabajo que se usarán, separadas por comas; de forma predeterminada, todas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Seed</source>
            <translation>Semilla</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>The same seed draws the same at random again.</source>
            <translation>La misma semilla repite los mismos sorteos aleatorios.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Head</source>
            <translation>Cabezal</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>rf: random forest, which needs no tuning. ridge: linear, the choice for numbers. logistic: linear, for classes. knn: the nearest labelled chips.</source>
            <translation>rf: bosque aleatorio, que no requiere ajustes. ridge: lineal, la opción para números. logistic: lineal, para clases. knn: las teselas etiquetadas más cercanas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Options of the head</source>
            <translation>Opciones del cabezal</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>As key=value, by commas; none are needed.</source>
            <translation>Como clave=valor, separadas por comas; no se necesita ninguna.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Number of labels</source>
            <translation>Número de etiquetas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Use so many labelled chips, drawn at random; all of them by default.</source>
            <translation>Usar ese número de teselas etiquetadas, elegidas al azar; de forma predeterminada, todas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Name of a fitted head; the one fitted last by default.</source>
            <translation>Nombre de un cabezal ajustado; de forma predeterminada, el último ajustado.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Device</source>
            <translation>Dispositivo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>auto takes a graphics card where there is one; cpu, cuda:0 and mps name one.</source>
            <translation>auto toma una tarjeta gráfica si la hay; cpu, cuda:0 y mps indican una en concreto.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Precision</source>
            <translation>Precisión</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Of the model's arithmetic; auto takes what is fast on the device and still true.</source>
            <translation>De la aritmética del modelo; auto toma la que es rápida en el dispositivo sin dejar de ser fiel.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Batch</source>
            <translation>Lote</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Chips at a time; found by itself when left empty.</source>
            <translation>Teselas a la vez; se determina automáticamente si se deja vacío.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Unit</source>
            <translation>Unidad</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>HTML files (*.html)</source>
            <translation>Archivos HTML (*.html)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>What was found, as a page.</source>
            <translation>Los resultados, como página.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>All figures</source>
            <translation>Todas las cifras</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>JSON files (*.json)</source>
            <translation>Archivos JSON (*.json)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>What was found, for other programs.</source>
            <translation>Los resultados, para otros programas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/predict.py" />
            <source>Chip map</source>
            <translation>Mapa de teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/predict.py" />
            <source>predict,classify,map,classification,regression,inference,uncertainty</source>
            <translation>predecir,clasificar,mapa,clasificación,regresión,inferencia,incertidumbre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/predict.py" />
            <source>Maps the area with a fitted head: one cell a chip, from the embeddings that are there, in seconds.

Beside the map lie the probability of each class, the uncertainty (0 where the head is sure, 1 where it could be any class), and the area of applicability: 1 where chips are like those it was fitted on, 0 where nothing is known of how well it does.

The shares of classes are counts of cells and are wrong by what the map is wrong; Area estimates them from a check sample.</source>
            <translation>Cartografía el área con un cabezal ajustado: una celda por tesela, a partir de los embeddings existentes, en segundos.

Junto al mapa están la probabilidad de cada clase, la incertidumbre (0 donde el cabezal está seguro, 1 donde podría ser cualquier clase) y el área de aplicabilidad: 1 donde las teselas son como aquellas con las que se ajustó, 0 donde no se sabe nada de lo bien que funciona.

Las proporciones de las clases son recuentos de celdas y se equivocan tanto como se equivoca el mapa; «Exactitud y área de las clases» las estima a partir de una muestra de control.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/predict.py" />
            <source>Level of sets or intervals</source>
            <translation>Nivel de los conjuntos o intervalos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/predict.py" />
            <source>Such as 0.9: adds the classes, or the interval, that hold the truth so often. The head must have been fitted with ground held out.</source>
            <translation>Por ejemplo 0.9: añade las clases, o el intervalo, que contienen la verdad con esa frecuencia. El cabezal debe haberse ajustado reservando terreno.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/predict.py" />
            <source>Add the area of applicability</source>
            <translation>Añadir el área de aplicabilidad</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/predict.py" />
            <source>GeoTIFF to write; left empty, it is maps/&lt;head&gt;.tif in the workspace.</source>
            <translation>GeoTIFF que se escribirá; si se deja vacío, es maps/&lt;head&gt;.tif en el espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>Report</source>
            <translation>Informe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>report,page,html,accuracy,hand over,documentation</source>
            <translation>informe,página,html,exactitud,entregar,documentación</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>Writes one page to hand over with a map: what it is and was made from, how good the head is, where not to believe it, how much there is of each class where a check sample is labelled, and what all that does not show. It takes a minute or two, most of it for the learning curve.</source>
            <translation>Escribe una página para entregar con un mapa: qué es y de qué se hizo, lo bueno que es el cabezal, dónde no hay que creerle, cuánto hay de cada clase si hay una muestra de control etiquetada, y qué es lo que nada de eso muestra. Tarda uno o dos minutos, la mayor parte por la curva de aprendizaje.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>The map of that head; maps/&lt;head&gt;.tif of the workspace by default.</source>
            <translation>El mapa de ese cabezal; de forma predeterminada, maps/&lt;head&gt;.tif del espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>Check sample</source>
            <translation>Muestra de control</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>Name of a labelled sample; the newest that is labelled completely by default.</source>
            <translation>Nombre de una muestra etiquetada; de forma predeterminada, la más reciente que esté etiquetada por completo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>With a learning curve</source>
            <translation>Con una curva de aprendizaje</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>Takes most of the time.</source>
            <translation>Es lo que más tiempo tarda.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>Title</source>
            <translation>Título</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>Target and workspace by default.</source>
            <translation>De forma predeterminada, el objetivo y el espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Draw a check sample</source>
            <translation>Extraer una muestra de control</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>sample,reference,accuracy assessment,stratified random,validation,Olofsson</source>
            <translation>muestra,referencia,evaluación de exactitud,aleatoria estratificada,validación,Olofsson</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Draws cells of a map at random, to be labelled by looking at images or the ground and not at the map. From them Area says how accurate the map is and how much there is of each class.

The result is a layer in the workspace's folder samples: fill in its field label with the class (or the number) that is really there, cell by cell. Add no cells and take none away.</source>
            <translation>Extrae al azar celdas de un mapa para etiquetarlas mirando imágenes o el terreno, y no el mapa. A partir de ellas, «Exactitud y área de las clases» indica la exactitud del mapa y cuánto hay de cada clase.

El resultado es una capa en la carpeta samples del espacio de trabajo: rellene su campo label con la clase (o el número) que hay realmente allí, celda por celda. No añada ni quite celdas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>A map of EO Embed or another; the newest of the workspace by default.</source>
            <translation>Un mapa de EO Embed u otro; de forma predeterminada, el más reciente del espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Number of cells</source>
            <translation>Número de celdas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>200 by default; more cells, narrower intervals.</source>
            <translation>200 de forma predeterminada; cuantas más celdas, más estrechos los intervalos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Design</source>
            <translation>Diseño</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>stratified: within the classes of the map, so that rare ones are checked, too. simple: from all cells alike. What fits the map by default.</source>
            <translation>stratified: dentro de las clases del mapa, para que también se comprueben las raras. simple: de todas las celdas por igual. De forma predeterminada, lo que convenga al mapa.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Of the sample.</source>
            <translation>De la muestra.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Cells to label</source>
            <translation>Celdas por etiquetar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Cells drawn</source>
            <translation>Celdas extraídas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Cells of each stratum at least</source>
            <translation>Mínimo de celdas por estrato</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Strata</source>
            <translation>Estratos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>A raster on the map's grid whose classes are the strata, in place of the map's.</source>
            <translation>Un ráster en la cuadrícula del mapa cuyas clases son los estratos, en lugar de las del mapa.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Number of strata by value</source>
            <translation>Número de estratos por valor</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>For a map of numbers.</source>
            <translation>Para un mapa de números.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Standard error to aim at</source>
            <translation>Error estándar buscado</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Of overall accuracy, such as 0.02, in place of a number of cells.</source>
            <translation>De la exactitud global, como 0.02, en lugar de un número de celdas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Accuracy to expect</source>
            <translation>Exactitud esperada</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>With the standard error: of all classes, or of each by commas, such as 0.8.</source>
            <translation>Junto con el error estándar: de todas las clases, o de cada una separadas por comas, como 0.8.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>{n} cells of {map}, {how}.</source>
            <translation>{n} celdas de {map}, {how}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Score a head</source>
            <translation>Evaluar un cabezal</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>accuracy,cross-validation,confusion matrix,f1,r2,validation,blocks</source>
            <translation>exactitud,validación cruzada,matriz de confusión,f1,r2,validación,bloques</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>How good is a head on ground that it has not seen? Fits it on a part of the labelled chips and judges it by the rest, in turn, and gives the means over several deals.

The split is what the scores are worth: block keeps whole blocks of the ground apart; random flatters, since chips side by side are alike. Beside the overall accuracy stands what always answering the commonest class would score.

These are scores of the labels that there are. For a claim about the map, draw a check sample.</source>
            <translation>¿Qué calidad tiene un cabezal en terreno que no ha visto? Lo ajusta con una parte de las teselas etiquetadas y lo evalúa con el resto, por turnos, y da las medias de varios repartos.

Las puntuaciones valen lo que vale la división: block mantiene separados bloques enteros del terreno; random favorece, pues las teselas contiguas se parecen. Junto a la exactitud global figura la que se obtendría respondiendo siempre la clase más frecuente.

Son puntuaciones sobre las etiquetas que hay. Para afirmar algo sobre el mapa, extraiga una muestra de control.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>block: blocks of the ground apart. random: chips at random. bands: slanting bands. region, column: one region, or one fold of your own, left out at a time.</source>
            <translation>block: bloques separados del terreno. random: teselas al azar. bands: franjas inclinadas. region, column: una región, o una partición propia, se deja fuera cada vez.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Deals</source>
            <translation>Repartos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>How often the folds are dealt anew.</source>
            <translation>Cuántas veces se reparten de nuevo las particiones.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Page of scores</source>
            <translation>Página de puntuaciones</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Macro-F1</source>
            <translation>Macro-F1</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>R², of numbers</source>
            <translation>R², de números</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Root mean square error, of numbers</source>
            <translation>Raíz del error cuadrático medio, de números</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Balanced accuracy</source>
            <translation>Exactitud balanceada</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Macro-F1, classes of 20 chips or more</source>
            <translation>Macro-F1, clases de 20 teselas o más</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>R²</source>
            <translation>R²</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Root mean square error</source>
            <translation>Raíz del error cuadrático medio</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Mean absolute error</source>
            <translation>Error absoluto medio</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Spearman's correlation</source>
            <translation>Correlación de Spearman</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Scores of a head</source>
            <translation>Puntuaciones de un cabezal</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>{n} labelled chips, {rule}.</source>
            <translation>{n} teselas etiquetadas, {rule}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>The nearest training chip lies {n} m from a test chip.</source>
            <translation>La tesela de entrenamiento más cercana está a {n} m de una tesela de prueba.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Commonest class</source>
            <translation>Clase más frecuente</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Score</source>
            <translation>Puntuación</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Standard deviation</source>
            <translation>Desviación estándar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>Recall</source>
            <translation>Exhaustividad</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>Classes</source>
            <translation>Clases</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>True, by predicted</source>
            <translation>Real, según lo predicho</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Confusion matrix of the first deal, in chips</source>
            <translation>Matriz de confusión del primer reparto, en teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Similar chips</source>
            <translation>Teselas similares</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>similarity,search,find,look alike,nearest neighbours</source>
            <translation>similitud,buscar,encontrar,parecido,vecinos más cercanos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Where else does it look like this? Shows the chips that are most like some and unlike others, given as points on the ground or by their ids. No labels and no head are needed.

The raster tells for every chip how similar it is: 1 is the same, 0 is what chips are on average. The layer holds the most similar ones in order, with rank and similarity.</source>
            <translation>¿Dónde más tiene este aspecto? Muestra las teselas que más se parecen a unas y menos a otras, indicadas como puntos sobre el terreno o por sus identificadores. No hacen falta etiquetas ni cabezal.

El ráster indica para cada tesela lo similar que es: 1 es igual, 0 es lo que son las teselas en promedio. La capa contiene las más similares en orden, con rank y similarity.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Places to look like</source>
            <translation>Lugares a los que parecerse</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Points; the chip under each is meant.</source>
            <translation>Puntos; se refiere a la tesela que está bajo cada uno.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Chips to look like</source>
            <translation>Teselas a las que parecerse</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Chip ids by commas, beside the points or in place of them.</source>
            <translation>Identificadores de tesela separados por comas, además de los puntos o en lugar de ellos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Places not to look like</source>
            <translation>Lugares a los que no parecerse</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Chips not to look like</source>
            <translation>Teselas a las que no parecerse</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>In the layer of chips.</source>
            <translation>En la capa de teselas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Similarity</source>
            <translation>Similitud</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>GeoTIFF to write; left empty, it is maps/similar.tif in the workspace.</source>
            <translation>GeoTIFF que se escribirá; si se deja vacío, es maps/similar.tif en el espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>There is nothing to look like: give points or chip ids.</source>
            <translation>No hay nada a lo que parecerse: indique puntos o identificadores de tesela.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>{n} of {all} points lie on no chip of the area.</source>
            <translation>{n} de {all} puntos no están sobre ninguna tesela del área.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Folds</source>
            <translation>Particiones</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Of blocks or at random.</source>
            <translation>De bloques o al azar.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Side of a block, in metres</source>
            <translation>Lado de un bloque, en metros</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Found by itself when left empty: 10 km, or less where the labels do not reach as far.</source>
            <translation>Se determina automáticamente si se deja vacío: 10 km, o menos si las etiquetas no abarcan tanto.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Width of a band, in metres</source>
            <translation>Anchura de una franja, en metros</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Angle of the bands, in degrees</source>
            <translation>Ángulo de las franjas, en grados</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Buffer, in metres</source>
            <translation>Buffer, en metros</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Chips nearer than this to a test chip are not learnt from.</source>
            <translation>De las teselas más cercanas que esto a una tesela de prueba no se aprende.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Regions or folds</source>
            <translation>Regiones o particiones</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>For the splits region and column: which chip belongs where.</source>
            <translation>Para las divisiones region y column: qué tesela corresponde a dónde.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Field of the regions or folds</source>
            <translation>Campo de las regiones o particiones</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Suggest chips to label</source>
            <translation>Sugerir teselas para etiquetar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>active learning,labels,uncertainty,sampling,next</source>
            <translation>aprendizaje activo,etiquetas,incertidumbre,muestreo,siguiente</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Which labels would teach a head most? Gives the chips that it is least sure of and that are unlike each other, as a layer to walk through; label them, and ask again. Before there are labels of two classes, the chips stand for all that the area holds.

Each chip bears its rank, what the head makes of it now and how unsure it is. Chips labelled in this way are no random sample: judge a map by a check sample.</source>
            <translation>¿Qué etiquetas enseñarían más a un cabezal? Da las teselas de las que está menos seguro y que son distintas entre sí, como una capa para recorrer; etiquételas y vuelva a preguntar. Mientras no haya etiquetas de dos clases, las teselas representan todo lo que contiene el área.

Cada tesela lleva su puesto en el orden, lo que el cabezal interpreta ahora en ella y su incertidumbre. Las teselas etiquetadas así no son una muestra aleatoria: evalúe un mapa con una muestra de control.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Unsure by</source>
            <translation>Incertidumbre según</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>margin: between the two likeliest classes. entropy: over all.</source>
            <translation>margin: entre las dos clases más probables. entropy: entre todas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Unlike each other by</source>
            <translation>Distintas entre sí según</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Least distance, in metres</source>
            <translation>Distancia mínima, en metros</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Between suggested chips; three chips by default.</source>
            <translation>Entre las teselas sugeridas; de forma predeterminada, tres teselas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Suggested chips</source>
            <translation>Teselas sugeridas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Labels that there are</source>
            <translation>Etiquetas existentes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Train a model</source>
            <translation>Entrenar un modelo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>pretraining,self-supervised,simsiam,byol,simclr,mae,clip,multitask,deep learning</source>
            <translation>preentrenamiento,autosupervisado,simsiam,byol,simclr,mae,clip,multitarea,aprendizaje profundo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Trains a network on the chips of a workspace, or on a published data set, by the method of a paper. SimSiam, BYOL, SimCLR, MAE and CLIP need no labels. The result is a model by which Embed chips embeds, as any other.

A method brings its paper's values; a recipe is another whole set of them. Whatever differs is given as key=value. Networks of the papers' size want a graphics card: on a CPU take a small one, such as backbone=resnet10t.

It may be stopped at any time: a checkpoint is kept, and with Go on the run continues from it. Runs are listed, with their curves, in the dialog Train a model of the dock.</source>
            <translation>Entrena una red con las teselas de un espacio de trabajo, o con un conjunto de datos publicado, por el método de un artículo. SimSiam, BYOL, SimCLR, MAE y CLIP no necesitan etiquetas. El resultado es un modelo que «Calcular embeddings de teselas» usa como cualquier otro.

Un método trae los valores de su artículo; una receta es otro juego completo. Lo que difiera se da como clave=valor. Las redes del tamaño de las de los artículos piden una tarjeta gráfica: en una CPU tome una pequeña, por ejemplo backbone=resnet10t.

Puede detenerse en cualquier momento: se conserva un punto de control y con «Continuar» sigue desde él. Los entrenamientos y sus curvas están en la ventana «Entrenar un modelo» del panel.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <source>Method</source>
            <translation>Método</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>How it learns; that of the recipe, where one is given, else simsiam.</source>
            <translation>Cómo aprende; el de la receta, si se da una, o si no simsiam.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Recipe</source>
            <translation>Receta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>A whole set of values by its name, or a file of one (.toml).</source>
            <translation>Un juego completo de valores, por su nombre o por su archivo (.toml).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Steps</source>
            <translation>Pasos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Steps of training; by default the epochs of the method or recipe.</source>
            <translation>Pasos de entrenamiento; por defecto, las épocas del método o de la receta.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Other values</source>
            <translation>Otros valores</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>As key=value, by commas, such as backbone=resnet10t, lr=0.001.</source>
            <translation>Como clave=valor, separados por comas, por ejemplo backbone=resnet10t, lr=0.001.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Go on with the run of this folder</source>
            <translation>Continuar el entrenamiento de esta carpeta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>From its last checkpoint, with all the values that it was begun with.</source>
            <translation>Desde su último punto de control, con todos los valores con que empezó.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Folder of the run</source>
            <translation>Carpeta del entrenamiento</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>A new folder; one in the workspace's folder runs by default.</source>
            <translation>Una carpeta nueva; por defecto, en la carpeta runs del espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Model, as Embed chips takes it</source>
            <translation>Modelo, como lo toma «Calcular embeddings de teselas»</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Loss at the end</source>
            <translation>Pérdida al final</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Steps done</source>
            <translation>Pasos hechos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Data set</source>
            <translation>Conjunto de datos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Folder of a published data set, or of another workspace, to learn from in place of this workspace's chips.</source>
            <translation>Carpeta de un conjunto de datos publicado, o de otro espacio de trabajo, del que aprender en lugar de las teselas de este.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Kind of the data set</source>
            <translation>Tipo del conjunto de datos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Its name, such as eurosat, where its files alone do not tell.</source>
            <translation>Su nombre, por ejemplo eurosat, si sus archivos no bastan para saberlo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Options of the data</source>
            <translation>Opciones de los datos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>As key=value, by commas, such as target=cover; none are needed.</source>
            <translation>Como clave=valor, separadas por comas, por ejemplo target=cover; no se necesita ninguna.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Say which run is to go on: give its folder.</source>
            <translation>Diga qué entrenamiento debe continuar: dé su carpeta.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Stopped; the run goes on from its checkpoint where its folder {path} is given and is to go on.</source>
            <translation>Detenido; el entrenamiento sigue desde su punto de control si se da su carpeta {path} para continuarla.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>{name}: step {step} of {steps}, loss {loss}, {rate} images a second on {device}</source>
            <translation>{name}: paso {step} de {steps}, pérdida {loss}, {rate} imágenes por segundo en {device}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>The run {name} has ended before its time; {log} says why.</source>
            <translation>El entrenamiento {name} terminó antes de tiempo; {log} dice por qué.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/blocking.py" />
            <source>The worker is not running: start it again.</source>
            <translation>El proceso de cálculo no está en ejecución: inícielo de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/blocking.py" />
            <location filename="../../eo_embed_plugin/calls.py" />
            <source>The worker's answer to {method} cannot be read.</source>
            <translation>No se puede leer la respuesta del proceso de cálculo a {method}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/broken.py" />
            <source>EO Embed could not be loaded ({error}); install it again, and send the details to its developers if that does not help.</source>
            <translation>EO Embed no se pudo cargar ({error}); instálelo de nuevo y, si eso no ayuda, envíe los detalles a sus desarrolladores.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/broken.py" />
            <location filename="../../eo_embed_plugin/messages.py" />
            <source>Details</source>
            <translation>Detalles</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/broken.py" />
            <location filename="../../eo_embed_plugin/gui/details_dialog.py" />
            <source>Copy</source>
            <translation>Copiar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/calls.py" />
            <source>The request {method} cannot be written as JSON: {error}</source>
            <translation>La solicitud {method} no se puede escribir como JSON: {error}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/calls.py" />
            <source>The worker did not answer {method} within {n} seconds: try again.</source>
            <translation>El proceso de cálculo no respondió a {method} en {n} segundos: inténtelo de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/calls.py" />
            <source>The worker sent {method}, which is unknown.</source>
            <translation>El proceso de cálculo envió {method}, que es desconocido.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/calls.py" />
            <source>The worker answered what was not asked, or no longer: {answer}</source>
            <translation>El proceso de cálculo respondió a algo que no se preguntó, o que ya no se espera: {answer}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/capture.py" />
            <source>There is no ground to capture; draw an area of interest first.</source>
            <translation>No hay terreno que capturar; dibuje primero un área de interés.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/capture.py" />
            <source>{columns} × {rows} pixels are too many to capture; take a smaller area or larger pixels.</source>
            <translation>{columns} × {rows} píxeles son demasiados para capturar; tome un área menor o píxeles más grandes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/capture.py" />
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>Capture {layer}</source>
            <translation>Capturar {layer}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/capture.py" />
            <source>{path} cannot be written: {reason}.</source>
            <translation>No se puede escribir {path}: {reason}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/capture.py" />
            <source>{layer} could not be captured to {path}; check the folder, the disk and the layer's connection.</source>
            <translation>No se pudo capturar {layer} en {path}; compruebe la carpeta, el disco y la conexión de la capa.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/engine.py" />
            <source>The worker was restarted.</source>
            <translation>El proceso de cálculo se reinició.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/engine.py" />
            <source>The worker was stopped.</source>
            <translation>El proceso de cálculo se detuvo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/engine.py" />
            <source>The worker cannot be started: {error}</source>
            <translation>No se puede iniciar el proceso de cálculo: {error}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/engine.py" />
            <source>The worker ended {n} times within {s} seconds; press Restart once the cause of the last is removed: {why}</source>
            <translation>El proceso de cálculo terminó {n} veces en {s} segundos; pulse Reiniciar cuando haya eliminado la causa de la última: {why}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{python} did not finish the check (exit code {code}); see the details.</source>
            <translation>{python} no terminó la comprobación (código de salida {code}); vea los detalles.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>Comparing versions…</source>
            <translation>Comparando versiones…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>Trying each device…</source>
            <translation>Probando cada dispositivo…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>Making embeddings of a small picture…</source>
            <translation>Calculando embeddings de una imagen pequeña…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>Loading {name}…</source>
            <translation>Cargando {name}…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>press Repair to make the environment anew</source>
            <translation>pulse Reparar para crear el entorno de nuevo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>install what is missing into it, or let EO Embed create its own environment</source>
            <translation>instale en él lo que falta, o deje que EO Embed cree su propio entorno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{python} is Python {version}, and at least 3.11 is needed; choose another.</source>
            <translation>{python} es Python {version}, y se necesita al menos 3.11; elija otro.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{python} lacks {names}; {remedy}.</source>
            <translation>A {python} le falta {names}; {remedy}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{python} has {name} {version}, and {needed} is needed; {remedy}.</source>
            <translation>{python} tiene {name} {version}, y se necesita {needed}; {remedy}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{module} does not load ({error}); {remedy}.</source>
            <translation>{module} no se carga ({error}); {remedy}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>install Microsoft's Visual C++ Redistributable (https://aka.ms/vs/17/release/vc_redist.x64.exe)</source>
            <translation>instale Visual C++ Redistributable de Microsoft (https://aka.ms/vs/17/release/vc_redist.x64.exe)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>Making embeddings failed ({error}); {remedy}.</source>
            <translation>El cálculo de embeddings falló ({error}); {remedy}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{name} was found but does not compute ({error}); the CPU is used instead.</source>
            <translation>Se encontró {name}, pero no calcula ({error}); se usa la CPU en su lugar.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{name} is not used, because the torch here is built without CUDA: press Repair where PyTorch's index (download.pytorch.org) can be reached, or install from a folder of wheels with a CUDA build.</source>
            <translation>{name} no se usa porque el torch instalado aquí está compilado sin CUDA: pulse Reparar donde se pueda acceder al índice de PyTorch (download.pytorch.org), o instale desde una carpeta de paquetes (wheels) con una compilación CUDA.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{name} is not used, because this Python's torch is built without CUDA: install a CUDA build in it.</source>
            <translation>{name} no se usa porque el torch de este Python está compilado sin CUDA: instale en él una compilación CUDA.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{name} is not used, because its driver {driver} knows CUDA up to {cuda} and torch is built for {built_for}: update the NVIDIA driver.</source>
            <translation>{name} no se usa porque su controlador {driver} admite CUDA hasta {cuda} y torch está compilado para {built_for}: actualice el controlador de NVIDIA.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{name} is not used, although torch is built for {built_for} and the driver is {driver}: restart the computer, or install the driver again.</source>
            <translation>{name} no se usa, aunque torch está compilado para {built_for} y el controlador es {driver}: reinicie el equipo o instale de nuevo el controlador.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{names} and {count} more</source>
            <translation>{names} y {count} más</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/command.py" />
            <source>{program} gave no answer within {seconds} s and was stopped.</source>
            <translation>{program} no respondió en {seconds} s y se detuvo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/command.py" />
            <source>{program} could not be started: {reason}.</source>
            <translation>No se pudo iniciar {program}: {reason}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>Ready.</source>
            <translation>Listo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The environment is ready.</source>
            <translation>El entorno está listo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The environment was made anew and is ready.</source>
            <translation>El entorno se creó de nuevo y está listo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>{python} is used from now on.</source>
            <translation>Desde ahora se usa {python}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The environment works.</source>
            <translation>El entorno funciona.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>Deleting…</source>
            <translation>Eliminando…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The environment was deleted.</source>
            <translation>El entorno se eliminó.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The environment is being worked on; wait for it.</source>
            <translation>Se está trabajando en el entorno; espere a que termine.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>There is no environment yet: create it under EO Embed &gt; Environment.</source>
            <translation>Aún no hay entorno: créelo en EO Embed &gt; Entorno.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The environment is not complete: go on with it under EO Embed &gt; Environment.</source>
            <translation>El entorno no está completo: continúe con él en EO Embed &gt; Entorno.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The environment in {folder} is gone or damaged: create it again under EO Embed &gt; Environment.</source>
            <translation>El entorno en {folder} ha desaparecido o está dañado: créelo de nuevo en EO Embed &gt; Entorno.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>This version of EO Embed needs other packages: bring the environment up to date under EO Embed &gt; Environment.</source>
            <translation>Esta versión de EO Embed necesita otros paquetes: actualice el entorno en EO Embed &gt; Entorno.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The Python chosen in the settings, {python}, is gone: choose another under EO Embed &gt; Environment.</source>
            <translation>El Python elegido en la configuración, {python}, ya no existe: elija otro en EO Embed &gt; Entorno.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The Python chosen in the settings, {python}, has not been tried: press Test in EO Embed &gt; Environment.</source>
            <translation>El Python elegido en la configuración, {python}, no se ha probado: pulse Probar en EO Embed &gt; Entorno.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>There is no folder {folder}; choose the folder that holds the wheels.</source>
            <translation>No existe la carpeta {folder}; elija la carpeta que contiene los paquetes (wheels).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <location filename="../../eo_embed_plugin/launch.py" />
            <source>The plugin is incomplete, {path} is missing: install EO Embed again.</source>
            <translation>El complemento está incompleto, falta {path}: instale EO Embed de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>Something is being done already; wait, or cancel it.</source>
            <translation>Ya hay algo en curso; espere o cancélelo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <location filename="../../eo_embed_plugin/environment/places.py" />
            <source>EO Embed: deleting an old environment</source>
            <translation>EO Embed: eliminando un entorno antiguo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The folder {folder} cannot be made ({reason}); choose another in the settings.</source>
            <translation>No se puede crear la carpeta {folder} ({reason}); elija otra en la configuración.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>Another QGIS window is working on the environment; wait until it is done.</source>
            <translation>Otra ventana de QGIS está trabajando en el entorno; espere a que termine.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The folder {folder} cannot be written; choose another in the settings.</source>
            <translation>No se puede escribir en la carpeta {folder}; elija otra en la configuración.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>Stopped; what was downloaded is kept, so that it can go on from there.</source>
            <translation>Detenido; lo descargado se conserva, para poder continuar desde ahí.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>Something unforeseen went wrong ({error}); please report it with the details.</source>
            <translation>Ocurrió un error imprevisto ({error}); comuníquelo con los detalles.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Looking at the disk…</source>
            <translation>Examinando el disco…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Looking for uv, which installs the packages…</source>
            <translation>Buscando uv, que instala los paquetes…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Downloading uv: {done} of {total}…</source>
            <translation>Descargando uv: {done} de {total}…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Downloading uv…</source>
            <translation>Descargando uv…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Looking for a Python…</source>
            <translation>Buscando un Python…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Making a virtual environment…</source>
            <translation>Creando un entorno virtual…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Making the virtual environment</source>
            <translation>Creación del entorno virtual</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Downloading Python {version}…</source>
            <translation>Descargando Python {version}…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>There is no Python 3.11 or later here, and none could be downloaded (from github.com): install one from https://www.python.org/downloads and try again.</source>
            <translation>Aquí no hay Python 3.11 o posterior, y no se pudo descargar ninguno (de github.com): instale uno desde https://www.python.org/downloads e inténtelo de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Choosing the build of PyTorch for this machine…</source>
            <translation>Eligiendo la compilación de PyTorch para este equipo…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Finding the newest versions that fit together…</source>
            <translation>Buscando las versiones más recientes compatibles entre sí…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Choosing the packages</source>
            <translation>Elección de los paquetes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Installing the packages</source>
            <translation>Instalación de los paquetes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Trying the environment…</source>
            <translation>Probando el entorno…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Writing the state</source>
            <translation>Escritura del estado</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>PyTorch's own index (download.pytorch.org) is out of reach, so torch came from the general index: that build runs on the CPU alone.</source>
            <translation>El índice propio de PyTorch (download.pytorch.org) no está accesible, así que torch se obtuvo del índice general: esa compilación solo funciona en la CPU.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>PyTorch's own index (download.pytorch.org) is out of reach, so torch came from the general index: that build runs on any CPU and NVIDIA GPU, and is larger than need be.</source>
            <translation>El índice propio de PyTorch (download.pytorch.org) no está accesible, así que torch se obtuvo del índice general: esa compilación funciona en cualquier CPU y GPU NVIDIA, y es más grande de lo necesario.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>Putting {count} packages in place…</source>
            <translation>Colocando {count} paquetes…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>Starting to download {count} packages…</source>
            <translation>Iniciando la descarga de {count} paquetes…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>Downloading {total}: {done} of {count} large packages are here</source>
            <translation>Descargando {total}: {done} de {count} paquetes grandes ya están aquí</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>; waiting for {name} ({size})</source>
            <translation>; esperando {name} ({size})</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>; {written} unpacked so far</source>
            <translation>; {written} desempaquetados hasta ahora</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>no reason was given</source>
            <translation>no se indicó el motivo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>{what} stopped (uv, exit code {code}): {reason}.</source>
            <translation>{what} interrumpida (uv, código de salida {code}): {reason}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The disk is full; make room and try again: what was downloaded is kept.</source>
            <translation>El disco está lleno; libere espacio e inténtelo de nuevo: lo descargado se conserva.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The folder of wheels cannot be read; choose it again.</source>
            <translation>No se puede leer la carpeta de paquetes (wheels); elíjala de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>{host} refuses access; check the index's address and its password.</source>
            <translation>{host} deniega el acceso; compruebe la dirección del índice y su contraseña.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The folder of wheels lacks {name}; put its wheel there, and those of all it needs.</source>
            <translation>En la carpeta de paquetes (wheels) falta {name}; ponga allí su paquete (wheel) y los de todo lo que necesita.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The package index does not have {name}; check the index's address in the settings.</source>
            <translation>El índice de paquetes no tiene {name}; compruebe la dirección del índice en la configuración.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>There is no build of {name} for this machine and Python; see the details.</source>
            <translation>No hay compilación de {name} para este equipo y este Python; vea los detalles.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The proxy asks for a user and password; give them in QGIS under Settings &gt; Options &gt; Network.</source>
            <translation>El proxy pide usuario y contraseña; indíquelos en QGIS en Configuración &gt; Opciones &gt; Red.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The proxy cannot be reached; check it in QGIS under Settings &gt; Options &gt; Network.</source>
            <translation>El proxy no está accesible; compruébelo en QGIS en Configuración &gt; Opciones &gt; Red.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <location filename="../../eo_embed_plugin/network.py" />
            <source>The certificate of {host} is not trusted; add your organisation's in QGIS under Settings &gt; Options &gt; Authentication.</source>
            <translation>{host}: el certificado no es de confianza; añada el de su organización en QGIS en Configuración &gt; Opciones &gt; Autenticación.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <location filename="../../eo_embed_plugin/network.py" />
            <source>{host} does not have what was asked for (HTTP 404); check the index's address.</source>
            <translation>{host} no tiene lo que se pidió (HTTP 404); compruebe la dirección del índice.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>{host} answered with an error (HTTP {name}); try again later.</source>
            <translation>{host} respondió con un error (HTTP {name}); inténtelo de nuevo más tarde.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <location filename="../../eo_embed_plugin/network.py" />
            <source>{host} cannot be reached; check the connection, and QGIS's proxy under Settings &gt; Options &gt; Network.</source>
            <translation>{host} no está accesible; compruebe la conexión y el proxy de QGIS en Configuración &gt; Opciones &gt; Red.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>A package from {host} is damaged or was changed on its way; try again later.</source>
            <translation>{host}: un paquete está dañado o se modificó por el camino; inténtelo de nuevo más tarde.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>{host} sent something that is no package; check the index's address, or try again later.</source>
            <translation>{host} envió algo que no es un paquete; compruebe la dirección del índice o inténtelo de nuevo más tarde.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>A file of the environment cannot be written; close other QGIS windows and look at your virus scanner, then try again.</source>
            <translation>No se puede escribir un archivo del entorno; cierre otras ventanas de QGIS, revise su antivirus e inténtelo de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The packages here do not fit together or with this Python; see the details.</source>
            <translation>Estos paquetes no son compatibles entre sí o con este Python; vea los detalles.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The package index</source>
            <translation>El índice de paquetes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/places.py" />
            <source>The folder {folder} holds other files; choose an empty one.</source>
            <translation>La carpeta {folder} contiene otros archivos; elija una vacía.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/places.py" />
            <source>The folder {folder} cannot be written ({reason}); choose another in the settings.</source>
            <translation>No se puede escribir en la carpeta {folder} ({reason}); elija otra en la configuración.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/places.py" />
            <source>The folder {folder} does not carry EO Embed's mark, so nothing in it was deleted.</source>
            <translation>La carpeta {folder} no lleva la marca de EO Embed, así que no se eliminó nada de ella.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/places.py" />
            <source>{path} is in use ({reason}); close other QGIS windows, then try again.</source>
            <translation>{path} está en uso ({reason}); cierre otras ventanas de QGIS e inténtelo de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/places.py" />
            <source>The disk of {folder} has {free} free, and about {needed} are needed; make room, or choose another folder in the settings.</source>
            <translation>El disco de {folder} tiene {free} libres y se necesitan unos {needed}; libere espacio o elija otra carpeta en la configuración.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/uv.py" />
            <source>The uv chosen in the settings, {path}, does not run or is older than {least}; choose another, or none.</source>
            <translation>El uv elegido en la configuración, {path}, no se ejecuta o es anterior a {least}; elija otro, o ninguno.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/uv.py" />
            <source>EO Embed: reading the package index</source>
            <translation>EO Embed: leyendo el índice de paquetes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/uv.py" />
            <source>There is no uv on this machine and {where} has none for {system} on {processor}; put uv's wheel there, or install uv (https://docs.astral.sh/uv) and try again.</source>
            <translation>No hay uv en este equipo y {where} no tiene ninguno para {system} en {processor}; ponga allí el paquete (wheel) de uv, o instale uv (https://docs.astral.sh/uv) e inténtelo de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/uv.py" />
            <source>EO Embed: unpacking uv</source>
            <translation>EO Embed: desempaquetando uv</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/uv.py" />
            <source>{wheel} cannot be unpacked into {folder} ({reason}).</source>
            <translation>No se puede desempaquetar {wheel} en {folder} ({reason}).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/wheels.py" />
            <source>{url} answered with something other than a package index; check the index's address in the settings.</source>
            <translation>{url} respondió con algo que no es un índice de paquetes; compruebe la dirección del índice en la configuración.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker's answer cannot be read.</source>
            <translation>No se puede leer la respuesta del proceso de cálculo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker gave no sign of life for {n} seconds and was ended.</source>
            <translation>El proceso de cálculo no dio señales de vida durante {n} segundos y se terminó.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker speaks version {theirs} of the protocol and the plugin version {ours}: restart QGIS, and install EO Embed again if that does not help.</source>
            <translation>El proceso de cálculo usa la versión {theirs} del protocolo y el complemento la versión {ours}: reinicie QGIS y, si eso no ayuda, instale EO Embed de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker ended because the disk is full: free some space and run the step again.</source>
            <translation>El proceso de cálculo terminó porque el disco está lleno: libere espacio y ejecute el paso de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>its Python is incomplete</source>
            <translation>su Python está incompleto</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>A library that the worker needs is missing or does not fit ({code}): install Microsoft's Visual C++ Redistributable, repair the environment (Workspace &gt; Environment…), then press Restart.</source>
            <translation>Falta una biblioteca que el proceso de cálculo necesita, o no es compatible ({code}): instale Visual C++ Redistributable de Microsoft, repare el entorno (Espacio de trabajo &gt; Entorno…) y pulse Reiniciar.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker was killed, most likely by the system because memory ran out: close other programs or choose a smaller batch, and run the step again.</source>
            <translation>Se interrumpió el proceso de cálculo, muy probablemente por el sistema al agotarse la memoria: cierre otros programas o elija un lote menor, y ejecute el paso de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>Another program ended the worker ({signal}): run the step again.</source>
            <translation>Otro programa terminó el proceso de cálculo ({signal}): ejecute el paso de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker ended with exit code {code}: {line}</source>
            <translation>El proceso de cálculo terminó con código de salida {code}: {line}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker ended by itself with exit code {code}: run the step again.</source>
            <translation>El proceso de cálculo terminó por sí solo con código de salida {code}: ejecute el paso de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker ran out of memory: close other programs or choose a smaller batch, and run the step again.</source>
            <translation>El proceso de cálculo se quedó sin memoria: cierre otros programas o elija un lote menor, y ejecute el paso de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker's environment is broken ({why}): repair it or choose another Python (Workspace &gt; Environment…), then press Restart.</source>
            <translation>El entorno del proceso de cálculo está dañado ({why}): repárelo o elija otro Python (Espacio de trabajo &gt; Entorno…) y pulse Reiniciar.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>A library of the worker needs a newer processor than this one ({code}): repair the environment in EO Embed's settings, or choose another encoder.</source>
            <translation>Una biblioteca del proceso de cálculo necesita un procesador más reciente que este ({code}): repare el entorno en la configuración de EO Embed, o elija otro codificador.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker crashed ({code}): run the step again, on the CPU or with a smaller batch if it crashes again.</source>
            <translation>El proceso de cálculo falló ({code}): ejecute el paso de nuevo, y si vuelve a fallar, en la CPU o con un lote menor.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>On ground it has not seen</source>
            <translation>En terreno que no ha visto</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>&amp;Score</source>
            <translation>&amp;Evaluar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Parts that are left out in turn, to be judged on</source>
            <translation>Partes que se dejan fuera por turnos, para evaluar con ellas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>S&amp;plit</source>
            <translation>Di&amp;vidir</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>&amp;Folds</source>
            <translation>&amp;Particiones</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>What was taken for what, in one dealing of the folds:</source>
            <translation>Qué se tomó por qué, en un reparto de las particiones:</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>How many labels are enough</source>
            <translation>Cuántas etiquetas bastan</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Draw the &amp;curve</source>
            <translation>Trazar la &amp;curva</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Blocks of ground and random folds</source>
            <translation>Bloques de terreno y particiones aleatorias</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Blocks of ground</source>
            <translation>Bloques de terreno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Random folds</source>
            <translation>Particiones aleatorias</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Draws of each number of labels; more take longer</source>
            <translation>Sorteos de cada número de etiquetas; más sorteos tardan más</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Sp&amp;lits</source>
            <translation>D&amp;ivisiones</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>&amp;Repeats</source>
            <translation>&amp;Repeticiones</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>The band is the range of single draws from the labels that there are, no confidence interval. Labels chosen by suggestions get there with fewer.</source>
            <translation>La franja es el rango de los distintos sorteos de las etiquetas que hay, no un intervalo de confianza. Las etiquetas elegidas por sugerencias llegan ahí con menos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>A page to hand over</source>
            <translation>Una página para entregar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Write the repor&amp;t</source>
            <translation>Escribir el in&amp;forme</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>&amp;Open the report</source>
            <translation>A&amp;brir el informe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>One file for a client to read and a reviewer to check: the map, its scores, what the sample says of the areas, and what none of it shows.</source>
            <translation>Un solo archivo que un cliente puede leer y un revisor comprobar: el mapa, sus puntuaciones, lo que la muestra dice de las áreas y lo que nada de ello muestra.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Write a map first</source>
            <translation>Escriba primero un mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>The report {path} is written.</source>
            <translation>Se escribió el informe {path}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Blocks of ground, as wide as fits</source>
            <translation>Bloques de terreno, tan anchos como quepan</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Blocks of 10 km</source>
            <translation>Bloques de 10 km</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Blocks say how it does on ground without labels; random folds, between labels</source>
            <translation>Los bloques indican cómo funciona en terreno sin etiquetas; las particiones aleatorias, entre etiquetas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;New workspace</source>
            <translation>&amp;Nuevo espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;Open workspace…</source>
            <translation>&amp;Abrir espacio de trabajo…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;Close workspace</source>
            <translation>&amp;Cerrar espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>Show the &amp;folder</source>
            <translation>Mostrar la car&amp;peta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;Train a model…</source>
            <translation>&amp;Entrenar un modelo…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;Environment…</source>
            <translation>&amp;Entorno…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;Diagnostics…</source>
            <translation>&amp;Diagnóstico…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>Show the &amp;log</source>
            <translation>Mostrar el re&amp;gistro</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;Help</source>
            <translation>A&amp;yuda</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;Recent workspaces</source>
            <translation>Espacios de trabajo &amp;recientes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>Open a workspace</source>
            <translation>Abrir un espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>None yet</source>
            <translation>Aún ninguno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>The log of EO Embed is here.</source>
            <translation>Aquí está el registro de EO Embed.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>Area of interest</source>
            <translation>Área de interés</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>&amp;Rectangle</source>
            <translation>&amp;Rectángulo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Drag a rectangle on the map; Esc gives up</source>
            <translation>Arrastrar un rectángulo en el mapa; Esc cancela</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Poly&amp;gon</source>
            <translation>Polí&amp;gono</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Click the corners on the map; Backspace takes one back, a double or right click ends, Esc gives up</source>
            <translation>Hacer clic en los vértices en el mapa; Retroceso quita el último, doble clic o clic derecho termina, Esc cancela</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>&amp;From</source>
            <translation>&amp;Desde</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Take the area from a polygon layer, the map's extent, or the whole raster</source>
            <translation>Tomar el área de una capa de polígonos, de la extensión del mapa o del ráster completo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Zoom the map to the area</source>
            <translation>Hacer zum al área en el mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>The whole raster</source>
            <translation>El ráster completo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>{origin}: {area}</source>
            <translation>{origin}: {area}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Drawn on the map</source>
            <translation>Dibujada en el mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>The map's &amp;extent</source>
            <translation>La &amp;extensión del mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>The &amp;whole raster</source>
            <translation>El &amp;ráster completo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Selected polygons of {layer}</source>
            <translation>Polígonos seleccionados de {layer}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Polygons of {layer}</source>
            <translation>Polígonos de {layer}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>The map's extent</source>
            <translation>La extensión del mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>{layer} has no polygon to take as the area; choose another layer or draw one.</source>
            <translation>{layer} no tiene ningún polígono que tomar como área; elija otra capa o dibuje uno.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Estimated area of each class</source>
            <translation>Área estimada de cada clase</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Bar: estimated, with its interval. Dotted: counted on the map.</source>
            <translation>Barra: lo estimado, con su intervalo. Punteado: lo contado en el mapa.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Cop&amp;y</source>
            <translation>Cop&amp;iar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>E&amp;xport CSV…</source>
            <translation>E&amp;xportar CSV…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>{labelled} of {drawn} cells labelled, {how}; intervals of {level} by Olofsson et al. 2014.</source>
            <translation>{labelled} de {drawn} celdas etiquetadas, {how}; intervalos del {level} según Olofsson et al. 2014.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>{labelled} of {drawn} cells labelled, {how}; the map's own mean is {mean:.4g}.</source>
            <translation>{labelled} de {drawn} celdas etiquetadas, {how}; la media del propio mapa es {mean:.4g}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>User's</source>
            <translation>Del usuario</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Producer's</source>
            <translation>Del productor</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Share of what is mapped so that is so, ± half of the interval</source>
            <translation>Proporción de lo cartografiado como tal que lo es, ± la mitad del intervalo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Share of what is so that is mapped so, ± half of the interval</source>
            <translation>Proporción de lo que es tal que está cartografiado así, ± la mitad del intervalo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Sampled cells that are so</source>
            <translation>Celdas de la muestra que son de esa clase</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Export the estimate</source>
            <translation>Exportar la estimación</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Tables (*.csv)</source>
            <translation>Tablas (*.csv)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>{path} cannot be written ({why}); choose another folder.</source>
            <translation>No se puede escribir {path} ({why}); elija otra carpeta.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>not known</source>
            <translation>desconocido</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>{name}: {value} {unit}, {low} to {high}; counted on the map: {counted}</source>
            <translation>{name}: {value} {unit}, de {low} a {high}; contado en el mapa: {counted}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/bars.py" />
            <source>Variance by principal component</source>
            <translation>Varianza por componente principal</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/bars.py" />
            <source>Component {n}: {share:.1%} of the variance, {sum:.1%} with those before it</source>
            <translation>Componente {n}: {share:.1%} de la varianza, {sum:.1%} con los anteriores</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/bars.py" />
            <source>principal components</source>
            <translation>componentes principales</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>Ground</source>
            <translation>Terreno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source> m</source>
            <translation> m</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>Side of a pixel on the ground</source>
            <translation>Lado de un píxel sobre el terreno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>&amp;Pixel size</source>
            <translation>Tamaño de &amp;píxel</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>&amp;CRS</source>
            <translation>&amp;SRC</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>GeoTIFF (*.tif)</source>
            <translation>GeoTIFF (*.tif)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>&amp;File</source>
            <translation>&amp;Archivo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <location filename="../../eo_embed_plugin/gui/job_button.py" />
            <source>Progress</source>
            <translation>Progreso</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>What a web service may be used for is its owner's to say: many allow looking and forbid keeping copies or analysing them. Read its terms before you capture.</source>
            <translation>Para qué se puede usar un servicio web lo decide su propietario: muchos permiten verlo y prohíben guardar copias o analizarlas. Lea sus condiciones antes de capturar.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>C&amp;apture</source>
            <translation>&amp;Capturar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>{columns} × {rows} pixels, at most {bytes} on disk</source>
            <translation>{columns} × {rows} píxeles, como máximo {bytes} en disco</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>There is no folder {folder}; choose another file.</source>
            <translation>No existe la carpeta {folder}; elija otro archivo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>&amp;Stop</source>
            <translation>&amp;Detener</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>Captured to {path}.</source>
            <translation>Capturado en {path}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>What was taken for what</source>
            <translation>Qué se tomó por qué</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>{n} of {of} chips of {true} were recognised.</source>
            <translation>Se reconocieron {n} de {of} teselas de {true}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>{n} of {of} chips of {true} were taken for {said}.</source>
            <translation>{n} de {of} teselas de {true} se tomaron por {said}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>taken for →</source>
            <translation>tomada por →</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>is ↓</source>
            <translation>es ↓</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>Score against the number of labels</source>
            <translation>Puntuación según el número de etiquetas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>{n} labels, {split}: {mean:.2f} ({low:.2f} to {high:.2f})</source>
            <translation>{n} etiquetas, {split}: {mean:.2f} (de {low:.2f} a {high:.2f})</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>labels to learn from</source>
            <translation>etiquetas de las que aprender</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>{split}: {n} labels reach 95%</source>
            <translation>{split}: {n} etiquetas alcanzan el 95%</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>random folds</source>
            <translation>particiones aleatorias</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>blocks of ground</source>
            <translation>bloques de terreno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>%v of %m labelled</source>
            <translation>%v de %m etiquetadas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Cells labelled</source>
            <translation>Celdas etiquetadas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Value here, then Enter</source>
            <translation>Valor aquí, después Intro</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Value of the cell</source>
            <translation>Valor de la celda</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Pre&amp;vious</source>
            <translation>An&amp;terior</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Previous cell (M)</source>
            <translation>Celda anterior (M)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>&amp;Next</source>
            <translation>&amp;Siguiente</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Next cell (N)</source>
            <translation>Celda siguiente (N)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Next &amp;unlabelled</source>
            <translation>Siguiente si&amp;n etiqueta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Next cell without a label (U)</source>
            <translation>Siguiente celda sin etiqueta (U)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>C&amp;lear</source>
            <translation>&amp;Borrar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Take the label away (0)</source>
            <translation>Quitar la etiqueta (0)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Cen&amp;tre</source>
            <translation>&amp;Centrar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Back to the cell</source>
            <translation>Volver a la celda</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Leave; go on another time</source>
            <translation>Salir; continuar en otro momento</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Label what you see in the outlined cell. The maps are hidden, so that they do not sway you.</source>
            <translation>Etiquete lo que ve en la celda delimitada. Los mapas están ocultos para que no influyan en usted.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Cell {n} of {of}</source>
            <translation>Celda {n} de {of}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>All labelled: go on to the estimate</source>
            <translation>Todo etiquetado: pasar a la estimación</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Label the cell {name}</source>
            <translation>Etiquetar la celda como {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>How good is the map? A check sample</source>
            <translation>¿Qué calidad tiene el mapa? Una muestra de control</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Clicked labels cannot tell how good a map is. A random sample of its cells can, if you label them without looking at the map.</source>
            <translation>Las etiquetas puestas con clics no pueden decir lo bueno que es un mapa. Una muestra aleatoria de sus celdas sí puede, si las etiqueta sin mirar el mapa.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Sample</source>
            <translation>Muestra</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>&amp;Draw the sample</source>
            <translation>Extraer la m&amp;uestra</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Leave out cells that could not be seen</source>
            <translation>Omitir las celdas que no se pudieron ver</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>They then count as like the others of their stratum</source>
            <translation>Entonces cuentan como las demás de su estrato</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>&amp;Estimate areas and accuracy</source>
            <translation>Estim&amp;ar áreas y exactitud</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>{name}: {labelled} of {n} cells labelled</source>
            <translation>{name}: {labelled} de {n} celdas etiquetadas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>New sample…</source>
            <translation>Nueva muestra…</translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Go on &amp;labelling: %n cell(s) left</source>
            <translation>
                <numerusform>Continuar etiquetando: queda %n ce&amp;lda</numerusform>
                <numerusform>Continuar etiquetando: quedan %n ce&amp;ldas</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>&amp;Label the cells</source>
            <translation>Etiquetar las ce&amp;ldas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>&amp;Look through the labels</source>
            <translation>Repasar &amp;las etiquetas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Label all cells first, or leave out those left</source>
            <translation>Etiquete primero todas las celdas, u omita las que faltan</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>The sample's labels have changed since; estimate again.</source>
            <translation>Las etiquetas de la muestra han cambiado desde entonces; vuelva a estimar.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Drew {n} cells, {how}: label them without looking at the map.</source>
            <translation>Se extrajeron {n} celdas, {how}: etiquételas sin mirar el mapa.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Stratified by the map's classes</source>
            <translation>Estratificada por las clases del mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Simple random</source>
            <translation>Aleatoria simple</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Strata see to it that rare classes get some cells</source>
            <translation>Los estratos garantizan que las clases raras reciban algunas celdas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>As precise as wanted</source>
            <translation>Según la precisión deseada</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Standard error of the map's overall accuracy; twice it is the interval's half</source>
            <translation>Error estándar de la exactitud global del mapa; el doble es la mitad del intervalo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>How often you think the map is right, in each class</source>
            <translation>Con qué frecuencia cree que acierta el mapa, en cada clase</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>&amp;Map</source>
            <translation>&amp;Mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Desi&amp;gn</source>
            <translation>&amp;Diseño</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>&amp;Size</source>
            <translation>&amp;Tamaño</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>C&amp;ells</source>
            <translation>Celda&amp;s</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Standard e&amp;rror</source>
            <translation>Err&amp;or estándar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Right e&amp;xpected</source>
            <translation>Exactitud espe&amp;rada</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>&amp;Name</source>
            <translation>&amp;Nombre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chip_picker.py" />
            <source>Pick chips</source>
            <translation>Seleccionar teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Side of a chip</source>
            <translation>Lado de una tesela</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>pixels</source>
            <translation>píxeles</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>metres</source>
            <translation>metros</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Unit of size and stride</source>
            <translation>Unidad del tamaño y del paso</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>From the edge of one chip to that of the next</source>
            <translation>Desde el borde de una tesela hasta el de la siguiente</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>as &amp;size</source>
            <translation>como &amp;el tamaño</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Chips lie side by side; a smaller stride makes them overlap</source>
            <translation>Las teselas quedan contiguas; un paso menor hace que se solapen</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>S&amp;tride</source>
            <translation>&amp;Paso</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>centre inside</source>
            <translation>con el centro dentro</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>any part inside</source>
            <translation>con alguna parte dentro</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>wholly inside</source>
            <translation>enteras dentro</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Which chips at the edge of the area are taken</source>
            <translation>Qué teselas del borde del área se toman</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>At the &amp;edge</source>
            <translation>En el &amp;borde</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Chips with less valid ground than this are left out</source>
            <translation>Las teselas con menos terreno válido que esto se omiten</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>&amp;Valid at least</source>
            <translation>&amp;Válido al menos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Show the &amp;grid on the map</source>
            <translation>Mostrar la &amp;cuadrícula en el mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>A new folder is made for the workspace</source>
            <translation>Se crea una carpeta nueva para el espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>&amp;Workspace</source>
            <translation>E&amp;spacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Create workspace</source>
            <translation>Crear espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>needs imagery</source>
            <translation>faltan imágenes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>counting…</source>
            <translation>contando…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <location filename="../../eo_embed_plugin/gui/scatter.py" />
            <source>{n} chips</source>
            <translation>{n} teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Cut chips anew</source>
            <translation>Cortar las teselas de nuevo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Continue with embedding</source>
            <translation>Continuar con los embeddings</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>{n} chips of {side} m</source>
            <translation>{n} teselas de {side} m</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>{n} labels belong to these chips; make another workspace for chips of another size.</source>
            <translation>{n} etiquetas pertenecen a estas teselas; cree otro espacio de trabajo para teselas de otro tamaño.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Chips of another size have to be embedded anew.</source>
            <translation>Los embeddings de teselas de otro tamaño deben calcularse de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>&lt;b&gt;{n} chips&lt;/b&gt; of {size} pixels, {ground} m on the ground</source>
            <translation>&lt;b&gt;{n} teselas&lt;/b&gt; de {size} píxeles, {ground} m sobre el terreno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>{area}, about {bytes} of embeddings</source>
            <translation>{area}, unos {bytes} de embeddings</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>about {time} to embed</source>
            <translation>unos {time} para calcular los embeddings</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>By the default model: 512 values a chip, as fast as it was on this machine last; step 3 measures any model</source>
            <translation>Con el modelo predeterminado: 512 valores por tesela, tan rápido como la última vez en este equipo; el paso 3 mide cualquier modelo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Choose a folder for the workspace.</source>
            <translation>Elija una carpeta para el espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>{folder} is a workspace already; open it, or choose another folder.</source>
            <translation>{folder} ya es un espacio de trabajo; ábralo o elija otra carpeta.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Creating…</source>
            <translation>Creando…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>Key</source>
            <translation>Tecla</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>{name} has {n} labels; clear or relabel them before the class is removed.</source>
            <translation>{name} tiene {n} etiquetas; bórrelas o cámbielas antes de eliminar la clase.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>Double-click to rename</source>
            <translation>Doble clic para cambiar el nombre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>There is a class {name} already.</source>
            <translation>Ya existe una clase {name}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>Colour of the class</source>
            <translation>Color de la clase</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>Colour of {name}</source>
            <translation>Color de {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>Click to change the colour of {name}</source>
            <translation>Haga clic para cambiar el color de {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>Clusters</source>
            <translation>Clústeres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>&amp;Find clusters</source>
            <translation>&amp;Buscar clústeres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>&amp;Nearest only</source>
            <translation>Solo las más cerca&amp;nas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>Chips nearest to the cluster's centre</source>
            <translation>Teselas más cercanas al centro del clúster</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>&amp;Show typical chips</source>
            <translation>Mostrar teselas &amp;típicas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>La&amp;bel the cluster</source>
            <translation>Etiq&amp;uetar el clúster</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>C&amp;lusters</source>
            <translation>C&amp;lústeres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>Cl&amp;uster</source>
            <translation>Clúste&amp;r</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>&amp;As</source>
            <translation>Co&amp;mo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>A cluster is no class: look at its typical chips first. Labels given by hand are kept, and scores on labels from clusters say how well a head learnt the clusters, not the ground.</source>
            <translation>Un clúster no es una clase: mire primero sus teselas típicas. Las etiquetas dadas a mano se conservan, y las puntuaciones con etiquetas de clústeres indican lo bien que un cabezal aprendió los clústeres, no el terreno.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Embed the chips first</source>
            <translation>Calcule primero los embeddings de las teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>Name classes in the Label step first</source>
            <translation>Indique primero los nombres de las clases en el paso «Etiqueta»</translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>{number}: %n chip(s)</source>
            <translation>
                <numerusform>{number}: %n tesela</numerusform>
                <numerusform>{number}: %n teselas</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>%n clusters</source>
            <translation>
                <numerusform>%n clúster</numerusform>
                <numerusform>%n clústeres</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>; silhouette {s:.2f} (1: well apart)</source>
            <translation>; silueta {s:.2f} (1: bien separados)</translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>%n chip(s) of the cluster labelled</source>
            <translation>
                <numerusform>%n tesela del clúster etiquetada</numerusform>
                <numerusform>%n teselas del clúster etiquetadas</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>; %n label(s) given by hand kept</source>
            <translation>
                <numerusform>; se conserva %n etiqueta dada a mano</numerusform>
                <numerusform>; se conservan %n etiquetas dadas a mano</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Data</source>
            <translation>Datos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>&amp;Add…</source>
            <translation>&amp;Añadir…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Add raster files; they can be dropped on the table, too</source>
            <translation>Añadir archivos ráster; también se pueden soltar sobre la tabla</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>&amp;Web layer</source>
            <translation>Capa &amp;web</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Save a WMS or tile layer of the project as a GeoTIFF of the area</source>
            <translation>Guardar una capa WMS o de teselas web del proyecto como GeoTIFF del área</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>&amp;Join</source>
            <translation>&amp;Unir</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Make one source of the selected ones: bands in separate files</source>
            <translation>Hacer una sola fuente de las seleccionadas: bandas en archivos separados</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Make a source of each file of the selected one</source>
            <translation>Hacer una fuente de cada archivo de la seleccionada</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Take the selected sources out</source>
            <translation>Quitar las fuentes seleccionadas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Area of the workspace</source>
            <translation>Área del espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>a file of {name} is missing</source>
            <translation>falta un archivo de {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Continue with chips</source>
            <translation>Continuar con las teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>A web layer is a picture: save the ground that matters as a file first, with Web layer.</source>
            <translation>Una capa web es una imagen: guarde primero como archivo el terreno que interesa, con «Capa web».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Load a raster into the project, drop files on the table, or add them.</source>
            <translation>Cargue un ráster en el proyecto, suelte archivos sobre la tabla o añádalos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Tick the imagery to use. Open a row to see its bands; double-click a name to change it.</source>
            <translation>Marque las imágenes que se usarán. Despliegue una fila para ver sus bandas; haga doble clic en un nombre para cambiarlo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Rasters (*.tif *.tiff *.vrt *.jp2 *.img *.nc *.png *.jpg);;All files (*)</source>
            <translation>Rásteres (*.tif *.tiff *.vrt *.jp2 *.img *.nc *.png *.jpg);;Todos los archivos (*)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Add imagery</source>
            <translation>Añadir imágenes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Capture {layer}…</source>
            <translation>Capturar {layer}…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>No WMS or tile layer in the project</source>
            <translation>No hay ninguna capa WMS ni de teselas web en el proyecto</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/details_dialog.py" />
            <source>EO Embed: details</source>
            <translation>EO Embed: detalles</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/diagnostics_dialog.py" />
            <source>EO Embed: diagnostics</source>
            <translation>EO Embed: diagnóstico</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/diagnostics_dialog.py" />
            <source>Please send this with a question or a report of an error. Passwords, tokens and the path of your home folder are left out; read it before you send it.</source>
            <translation>Envíe esto junto con una pregunta o un informe de error. Se omiten las contraseñas, los tokens y la ruta de su carpeta personal; léalo antes de enviarlo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/diagnostics_dialog.py" />
            <source>Diagnostics</source>
            <translation>Diagnóstico</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/diagnostics_dialog.py" />
            <source>&amp;Copy</source>
            <translation>&amp;Copiar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/diagnostics_dialog.py" />
            <source>&amp;Refresh</source>
            <translation>&amp;Actualizar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/diagnostics_dialog.py" />
            <source>Copied.</source>
            <translation>Copiado.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <location filename="../../eo_embed_plugin/plugin.py" />
            <source>EO Embed</source>
            <translation>EO Embed</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>Workspace menu</source>
            <translation>Menú del espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>No workspace yet</source>
            <translation>Aún no hay espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <location filename="../../eo_embed_plugin/gui/job_button.py" />
            <source>Stop</source>
            <translation>Detener</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>Stop what is under way</source>
            <translation>Detener lo que está en curso</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>Restart</source>
            <translation>Reiniciar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>Restart the worker</source>
            <translation>Reiniciar el proceso de cálculo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>Working…</source>
            <translation>Trabajando…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>The worker is not running</source>
            <translation>El proceso de cálculo no está en ejecución</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>The worker is starting…</source>
            <translation>El proceso de cálculo se está iniciando…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>The worker stopped and is starting again…</source>
            <translation>El proceso de cálculo se detuvo y se está iniciando de nuevo…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>The worker does not run: see Environment… in the Workspace menu</source>
            <translation>El proceso de cálculo no funciona: véase «Entorno…» en el menú del espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>Ready on {device}</source>
            <translation>Listo en {device}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>the CPU</source>
            <translation>la CPU</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>{time} left</source>
            <translation>quedan {time}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/draft.py" />
            <source>choose imagery</source>
            <translation>elija imágenes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/draft.py" />
            <source>{name} cannot be read</source>
            <translation>no se puede leer {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/draft.py" />
            <source>reading the imagery…</source>
            <translation>leyendo las imágenes…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Embed</source>
            <translation>Calcular embeddings</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>&amp;Train a model of your own…</source>
            <translation>Entrenar un &amp;modelo propio…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Learn from these chips, without labels or with them, by the methods of papers</source>
            <translation>Aprender de estas teselas, con etiquetas o sin ellas, por los métodos de artículos publicados</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Sources to embed</source>
            <translation>Fuentes cuyos embeddings se calcularán</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Each source is embedded by itself; their vectors are used side by side</source>
            <translation>Los embeddings de cada fuente se calculan por separado; sus vectores se usan uno junto a otro</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>&amp;Sources</source>
            <translation>&amp;Fuentes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>&amp;Device</source>
            <translation>&amp;Dispositivo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Precision and batch</source>
            <translation>Precisión y lote</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>the fastest that keeps the quality</source>
            <translation>la más rápida que mantiene la calidad</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>&amp;Precision</source>
            <translation>&amp;Precisión</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>automatic</source>
            <translation>automático</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Chips at once; halved by itself where memory does not suffice</source>
            <translation>Teselas a la vez; se reduce a la mitad automáticamente si la memoria no basta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>&amp;Batch</source>
            <translation>&amp;Lote</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>&amp;Estimate</source>
            <translation>&amp;Estimar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Embed a few chips to see how long it will take; nothing is kept</source>
            <translation>Calcular los embeddings de unas pocas teselas para ver cuánto tardará; no se guarda nada</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Embedded</source>
            <translation>Embeddings calculados</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Pausing once the chips under way are kept…</source>
            <translation>Se hará una pausa cuando se guarden las teselas en curso…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Starting…</source>
            <translation>Iniciando…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Pause</source>
            <translation>Pausar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>starting…</source>
            <translation>iniciando…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Embed {n} chips</source>
            <translation>Calcular embeddings de {n} teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>nothing is embedded yet</source>
            <translation>aún no hay embeddings calculados</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Embed again</source>
            <translation>Calcular embeddings de nuevo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>{name} has changed since</source>
            <translation>{name} ha cambiado desde entonces</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Embed with this model</source>
            <translation>Calcular embeddings con este modelo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Resume</source>
            <translation>Reanudar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Embed {name}</source>
            <translation>Calcular embeddings de {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Continue with labels</source>
            <translation>Continuar con las etiquetas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Measuring on a few chips…</source>
            <translation>Midiendo con unas pocas teselas…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Automatic: {device}</source>
            <translation>Automático: {device}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Automatic</source>
            <translation>Automático</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>{name}, {memory}</source>
            <translation>{name}, {memory}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>{name}, {free} of {memory} free</source>
            <translation>{name}, {free} de {memory} libres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>Nothing is left to embed.</source>
            <translation>No quedan embeddings por calcular.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>{time} for {chips} chips at {rate}/s on {device}, {bytes} on disk</source>
            <translation>{time} para {chips} teselas a {rate}/s en {device}, {bytes} en disco</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>A file of {name} has changed since it was embedded; embedding starts anew for it.</source>
            <translation>Un archivo de {name} ha cambiado desde que se calcularon los embeddings; su cálculo empieza de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>{done} of {total} chips are there; the rest is embedded on top of them.</source>
            <translation>Ya hay {done} de {total} teselas; el resto se calcula a continuación.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>{name}: {model}, {dim} values for each of {chips} chips</source>
            <translation>{name}: {model}, {dim} valores para cada una de {chips} teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>{n} chips by {model}</source>
            <translation>{n} teselas con {model}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>EO Embed: environment</source>
            <translation>EO Embed: entorno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Where the packages come from</source>
            <translation>De dónde proceden los paquetes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>EO Embed computes in a Python of its own, apart from that of QGIS, which stays as it is. It lies in one folder, and can be deleted here at any time.</source>
            <translation>EO Embed calcula en un Python propio, separado del de QGIS, que queda como está. Se encuentra en una sola carpeta y se puede eliminar aquí en cualquier momento.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>&amp;Download them (recommended)</source>
            <translation>&amp;Descargarlos (recomendado)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>From a &amp;folder of wheels, without a network</source>
            <translation>Desde una &amp;carpeta de paquetes (wheels), sin red</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>The folder holds the wheels of all packages, and uv's.</source>
            <translation>La carpeta contiene los paquetes (wheels) de todo lo necesario y el de uv.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>&amp;Use a Python that is here already</source>
            <translation>Usar un P&amp;ython ya instalado</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>It must have all packages. It is tried and used as it is; nothing is installed in it.</source>
            <translation>Debe tener todos los paquetes. Se prueba y se usa tal como está; no se instala nada en él.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Advanced</source>
            <translation>Avanzado</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>F&amp;older of the environment</source>
            <translation>Carpeta del ent&amp;orno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Package &amp;index</source>
            <translation>Índ&amp;ice de paquetes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>found, or downloaded</source>
            <translation>encontrado o descargado</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Proxy and certificates are those of QGIS: Settings &gt; Options &gt; Network, and &gt; Authentication.</source>
            <translation>El proxy y los certificados son los de QGIS: Configuración &gt; Opciones &gt; Red, y &gt; Autenticación.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>De&amp;tails</source>
            <translation>De&amp;talles</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>What was done</source>
            <translation>Qué se hizo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>&amp;Test</source>
            <translation>&amp;Probar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>&amp;Repair…</source>
            <translation>&amp;Reparar…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Remo&amp;ve…</source>
            <translation>&amp;Eliminar…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>&amp;Show</source>
            <translation>&amp;Mostrar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>&amp;Cancel</source>
            <translation>Cance&amp;lar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Close</source>
            <translation>Cerrar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Load all packages, make embeddings of a small picture, try each device</source>
            <translation>Cargar todos los paquetes, calcular embeddings de una imagen pequeña, probar cada dispositivo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Delete the environment and its downloads, and make it anew</source>
            <translation>Eliminar el entorno y sus descargas, y crearlo de nuevo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Delete the environment and its downloads</source>
            <translation>Eliminar el entorno y sus descargas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Show the environment's folder</source>
            <translation>Mostrar la carpeta del entorno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Stop; what was downloaded is kept</source>
            <translation>Detener; lo descargado se conserva</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>The environment and its downloads are deleted and made anew, which may download some gigabytes. Repair it?</source>
            <translation>El entorno y sus descargas se eliminan y se crean de nuevo, lo que puede requerir la descarga de algunos gigabytes. ¿Desea repararlo?</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>The environment in {folder} is deleted, with its downloads. Your workspaces stay. Delete it?</source>
            <translation>El entorno en {folder} se elimina, con sus descargas. Sus espacios de trabajo se mantienen. ¿Desea eliminarlo?</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>You can close this window and go on with QGIS meanwhile.</source>
            <translation>Mientras tanto puede cerrar esta ventana y seguir con QGIS.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Us&amp;e it</source>
            <translation>U&amp;sarlo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Cr&amp;eate</source>
            <translation>Cre&amp;ar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Go o&amp;n</source>
            <translation>Co&amp;ntinuar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>&amp;Update</source>
            <translation>Actuali&amp;zar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Make it an&amp;ew</source>
            <translation>Crear de &amp;nuevo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Install from th&amp;ese</source>
            <translation>Instal&amp;ar desde estos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment is ready</source>
            <translation>El entorno está listo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>EO Embed needs its environment</source>
            <translation>EO Embed necesita su entorno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment is not complete</source>
            <translation>El entorno no está completo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>This Python has not been tried yet</source>
            <translation>Este Python aún no se ha probado</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment is out of date</source>
            <translation>El entorno está desactualizado</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment does not work</source>
            <translation>El entorno no funciona</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment is being made</source>
            <translation>Se está creando el entorno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment is being made anew</source>
            <translation>Se está creando de nuevo el entorno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The Python is being tried</source>
            <translation>Se está probando el Python</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment is being tried</source>
            <translation>Se está probando el entorno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment is being deleted</source>
            <translation>Se está eliminando el entorno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>It will be made in {folder}, where {free} are free.</source>
            <translation>Se creará en {folder}, donde hay {free} libres.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>It was stopped on its way. What was downloaded is kept in {folder}.</source>
            <translation>Se detuvo antes de terminar. Lo descargado se conserva en {folder}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>This version of EO Embed needs other packages; only those are downloaded.</source>
            <translation>Esta versión de EO Embed necesita otros paquetes; solo se descargan esos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>Files of it in {folder} are gone or damaged.</source>
            <translation>Han desaparecido o están dañados archivos suyos en {folder}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>About 0.6 GB to download and 2 GB on the disk; with the libraries for NVIDIA GPUs 3 GB and 7 GB. The build of PyTorch for this machine is chosen by itself. It takes some minutes, can be stopped, and goes on from there.</source>
            <translation>Unos 0.6 GB de descarga y 2 GB en el disco; con las bibliotecas para GPU NVIDIA, 3 GB y 7 GB. La compilación de PyTorch para este equipo se elige automáticamente. Tarda unos minutos, se puede detener y continúa desde ahí.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>&amp;Show chips</source>
            <translation>Mostrar te&amp;selas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>&amp;Zoom to them</source>
            <translation>&amp;Zum a ellas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Show the s&amp;pectrum</source>
            <translation>Mostrar el es&amp;pectro</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Select by a rectangle: drag; Shift adds, Ctrl takes away</source>
            <translation>Seleccionar con un rectángulo: arrastrar; Mayús añade, Ctrl quita</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Select by a lasso: drag; Shift adds, Ctrl takes away</source>
            <translation>Seleccionar con un lazo: arrastrar; Mayús añade, Ctrl quita</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Click chips on the map to find their points; Shift adds</source>
            <translation>Hacer clic en teselas del mapa para encontrar sus puntos; Mayús añade</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Show all points (Home); the wheel goes nearer</source>
            <translation>Mostrar todos los puntos (Inicio); la rueda acerca</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>PCA: main directions</source>
            <translation>ACP: direcciones principales</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>t-SNE: neighbours</source>
            <translation>t-SNE: vecinos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>At most so many: labelled chips come first, others at random; t-SNE is faster with fewer</source>
            <translation>Como máximo esta cantidad: primero las teselas etiquetadas, el resto al azar; t-SNE es más rápido con menos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>&amp;View</source>
            <translation>&amp;Vista</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Ch&amp;ips</source>
            <translation>Tesel&amp;as</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>&amp;Colour</source>
            <translation>&amp;Color</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>How many directions hold the variance</source>
            <translation>Cuántas direcciones contienen la varianza</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>The embeddings are others now: show the chips again.</source>
            <translation>Los embeddings son otros ahora: muestre las teselas de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>UMAP: neighbours</source>
            <translation>UMAP: vecinos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <location filename="../../eo_embed_plugin/live.py" />
            <source>Live map</source>
            <translation>Mapa en vivo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Map {name}</source>
            <translation>Mapa {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Cluster</source>
            <translation>Clúster</translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>%n chip(s) selected</source>
            <translation>
                <numerusform>%n tesela seleccionada</numerusform>
                <numerusform>%n teselas seleccionadas</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Drag over points to select chips</source>
            <translation>Arrastre sobre los puntos para seleccionar teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>How far apart points are tells how unlike the chips are along these two directions.</source>
            <translation>La distancia entre los puntos indica lo distintas que son las teselas en estas dos direcciones.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Only who lies beside whom means something: not axes, sizes of groups, or gaps.</source>
            <translation>Solo significa algo quién está junto a quién: no los ejes, ni el tamaño de los grupos, ni los huecos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>{n90} directions hold 90% of the variance, {n95} hold 95%. A few dozen labels can teach a head a few dozen directions.</source>
            <translation>{n90} direcciones contienen el 90% de la varianza; {n95}, el 95%. Unas decenas de etiquetas pueden enseñar a un cabezal unas decenas de direcciones.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>Figures of each class</source>
            <translation>Cifras de cada clase</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>F1</source>
            <translation>F1</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>n</source>
            <translation>n</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>Share of the chips that were taken for it that are it</source>
            <translation>Proporción de las teselas tomadas por esta clase que lo son</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>Share of its chips that were recognised</source>
            <translation>Proporción de sus teselas que se reconocieron</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>Both in one figure: their harmonic mean</source>
            <translation>Ambas en una sola cifra: su media armónica</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>Chips judged on</source>
            <translation>Teselas con las que se evaluó</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/grid_preview.py" />
            <source>{n} chips: zoom in to see them</source>
            <translation>{n} teselas: acerque el zum para verlas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/ground.py" />
            <source>{n} km²</source>
            <translation>{n} km²</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/ground.py" />
            <source>{n} ha</source>
            <translation>{n} ha</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/ground.py" />
            <source>{n} m²</source>
            <translation>{n} m²</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/ground.py" />
            <source>{n} s</source>
            <translation>{n} s</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/ground.py" />
            <source>{n} min</source>
            <translation>{n} min</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/ground.py" />
            <source>{h} h {m} min</source>
            <translation>{h} h {m} min</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>What to label next</source>
            <translation>Qué etiquetar a continuación</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>&amp;Back</source>
            <translation>&amp;Atrás</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>Back to the chip before (M)</source>
            <translation>Volver a la tesela anterior (M)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>&amp;Unlabelled</source>
            <translation>&amp;Sin etiqueta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>To the next chip without a label, in reading order (U)</source>
            <translation>A la siguiente tesela sin etiqueta, en orden de lectura (U)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>Simila&amp;r</source>
            <translation>Simila&amp;res</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>Show where it looks like this chip (S); Shift+S adds an example, X one that is not</source>
            <translation>Mostrar dónde hay un aspecto como el de esta tesela (S); Mayús+S añade un ejemplo, X uno que no lo es</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>After each label, &amp;go on to the next</source>
            <translation>Tras cada etiqueta, &amp;ir a la siguiente</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>&amp;Next suggestion</source>
            <translation>Siguie&amp;nte sugerencia</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>To the chip whose label teaches most (N); then press the key of its class</source>
            <translation>A la tesela cuya etiqueta más enseña (N); después pulse la tecla de su clase</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>Click a chip and type its number; right click clears.</source>
            <translation>Haga clic en una tesela y escriba su número; el clic derecho borra.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>Press &lt;b&gt;1&lt;/b&gt;–&lt;b&gt;9&lt;/b&gt; for a class, click or drag over chips; right click clears.</source>
            <translation>Pulse &lt;b&gt;1&lt;/b&gt;–&lt;b&gt;9&lt;/b&gt; para una clase, haga clic o arrastre sobre las teselas; el clic derecho borra.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>Type its number with Enter.</source>
            <translation>Escriba su número y pulse Intro.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>Press the key of its class.</source>
            <translation>Pulse la tecla de su clase.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>One of the chips that stand for the scene.</source>
            <translation>Una de las teselas que representan la escena.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>The head guesses {name}, {share} unsure.</source>
            <translation>El cabezal supone {name}, con {share} de incertidumbre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>The head says {value} ± {spread}.</source>
            <translation>El cabezal dice {value} ± {spread}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <location filename="../../eo_embed_plugin/gui/label_canvas.py" />
            <source>Chip {chip}</source>
            <translation>Tesela {chip}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>What learns from the labels and maps the rest</source>
            <translation>Lo que aprende de las etiquetas y cartografía el resto</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>&amp;Head</source>
            <translation>Cabe&amp;zal</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>More options</source>
            <translation>Más opciones</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Random forest</source>
            <translation>Bosque aleatorio</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Ridge regression</source>
            <translation>Regresión ridge</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Logistic regression</source>
            <translation>Regresión logística</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Nearest neighbours</source>
            <translation>Vecinos más cercanos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Trees</source>
            <translation>Árboles</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Depth</source>
            <translation>Profundidad</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Penalty</source>
            <translation>Penalización</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Penalties tried</source>
            <translation>Penalizaciones probadas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Looseness (C)</source>
            <translation>Holgura (C)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Neighbours</source>
            <translation>Vecinos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Steps at most</source>
            <translation>Iteraciones como máximo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Class weights</source>
            <translation>Pesos de las clases</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Threads</source>
            <translation>Hilos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>whole trees</source>
            <translation>árboles completos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>chosen by cross-validation</source>
            <translation>elegida por validación cruzada</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>each label counts the same</source>
            <translation>cada etiqueta cuenta lo mismo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>each class counts the same</source>
            <translation>cada clase cuenta lo mismo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>one per core</source>
            <translation>uno por núcleo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/help_dialog.py" />
            <source>EO Embed: help</source>
            <translation>EO Embed: ayuda</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/help_dialog.py" />
            <source>Back</source>
            <translation>Atrás</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/help_dialog.py" />
            <source>&amp;Contents</source>
            <translation>&amp;Contenido</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/help_dialog.py" />
            <source>The page {name} is not part of this installation.</source>
            <translation>La página {name} no forma parte de esta instalación.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_canvas.py" />
            <location filename="../../eo_embed_plugin/gui/scatter.py" />
            <source>no label</source>
            <translation>sin etiqueta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_canvas.py" />
            <source>labelled {name}</source>
            <translation>etiquetada como {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_canvas.py" />
            <source>the map says {name}</source>
            <translation>el mapa dice {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_canvas.py" />
            <source>the map says {name} ± {spread:.2g}</source>
            <translation>el mapa dice {name} ± {spread:.2g}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_canvas.py" />
            <source>the map says {name}, {share:.0%} unsure</source>
            <translation>el mapa dice {name}, con {share:.0%} de incertidumbre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Labels from a layer</source>
            <translation>Etiquetas desde una capa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Choose a file instead</source>
            <translation>Elegir un archivo en su lugar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Class that takes most of the chip</source>
            <translation>Clase que ocupa la mayor parte de la tesela</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Share of a class in the chip (a number)</source>
            <translation>Proporción de una clase en la tesela (un número)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Mean of the values in the chip (a number)</source>
            <translation>Media de los valores en la tesela (un número)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Below or above the median of all chips</source>
            <translation>Por debajo o por encima de la mediana de todas las teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>empty: any polygon</source>
            <translation>vacío: cualquier polígono</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>A chip is labelled where its class takes at least this much of it</source>
            <translation>Una tesela se etiqueta si su clase ocupa al menos esta parte de ella</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Label the chips</source>
            <translation>Etiquetar las teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>&amp;Layer</source>
            <translation>&amp;Capa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>&amp;Field</source>
            <translation>Ca&amp;mpo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>&amp;Rule</source>
            <translation>&amp;Regla</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>&amp;Class</source>
            <translation>C&amp;lase</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Least &amp;share</source>
            <translation>&amp;Proporción mínima</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>&amp;Target</source>
            <translation>&amp;Objetivo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Labels given by hand stay; labels imported for this target before are replaced.</source>
            <translation>Las etiquetas dadas a mano se mantienen; las importadas antes para este objetivo se sustituyen.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Choose a layer, or a file by the button beside it.</source>
            <translation>Elija una capa, o un archivo con el botón de al lado.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>{layer} is no file of this machine; save it to one, then choose that.</source>
            <translation>{layer} no es un archivo de este equipo; guárdela en uno y elija ese.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>{layer} has edits that are not saved; save them first.</source>
            <translation>{layer} tiene ediciones sin guardar; guárdelas primero.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Choose the field that holds the classes or values.</source>
            <translation>Elija el campo que contiene las clases o los valores.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>Give the target a name: cover, crops, height…</source>
            <translation>Dé un nombre al objetivo: cobertura, cultivos, altura…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>{n} chips labelled for {target}.</source>
            <translation>{n} teselas etiquetadas para {target}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Labels from a file</source>
            <translation>Etiquetas desde un archivo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Label on the map: click, drag, right click clears</source>
            <translation>Etiquetar en el mapa: hacer clic o arrastrar; el clic derecho borra</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>&amp;Label</source>
            <translation>&amp;Etiquetar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Add a class</source>
            <translation>Añadir una clase</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Remove the class in hand, which no chip has</source>
            <translation>Eliminar la clase actual, que no tiene ninguna tesela</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Move the class up: its key follows</source>
            <translation>Subir la clase: su tecla la sigue</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Move the class down: its key follows</source>
            <translation>Bajar la clase: su tecla la sigue</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Labels from a layer or file…</source>
            <translation>Etiquetas desde una capa o un archivo…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Li&amp;ve map</source>
            <translation>Mapa en &amp;vivo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Make the map anew after each label</source>
            <translation>Hacer el mapa de nuevo tras cada etiqueta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <location filename="../../eo_embed_plugin/live.py" />
            <source>needs embeddings first</source>
            <translation>antes necesita embeddings</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>labelling…</source>
            <translation>etiquetando…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <location filename="../../eo_embed_plugin/live.py" />
            <source>label a first chip</source>
            <translation>etiquete una primera tesela</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>{n} labels</source>
            <translation>{n} etiquetas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>{n} labels in {k} classes</source>
            <translation>{n} etiquetas en {k} clases</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Undo: {what}</source>
            <translation>Deshacer: {what}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Redo: {what}</source>
            <translation>Rehacer: {what}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Click a chip and type its number.</source>
            <translation>Haga clic en una tesela y escriba su número.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>{n} labels from {low} to {high}; click a chip and type its number.</source>
            <translation>{n} etiquetas de {low} a {high}; haga clic en una tesela y escriba su número.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_tool.py" />
            <source>Label chips</source>
            <translation>Etiquetar teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_tool.py" />
            <source>The rectangle holds more than {most} chips; draw a smaller one.</source>
            <translation>El rectángulo contiene más de {most} teselas; dibuje uno menor.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>Choose a class first: click it in the table, or press its key.</source>
            <translation>Elija primero una clase: haga clic en ella en la tabla o pulse su tecla.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>There is no chip of the area of interest here.</source>
            <translation>Aquí no hay ninguna tesela del área de interés.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>There is no chip before this one.</source>
            <translation>No hay ninguna tesela antes de esta.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>Looking for what to label next…</source>
            <translation>Buscando qué etiquetar a continuación…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>Every chip has a label.</source>
            <translation>Todas las teselas tienen etiqueta.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>Show a chip to be like first: press S over it.</source>
            <translation>Muestre primero una tesela a la que parecerse: pulse S sobre ella.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>Put the pointer over a chip, then press S.</source>
            <translation>Sitúe el puntero sobre una tesela y pulse S.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>Similar</source>
            <translation>Similares</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>The {n} most similar chips are outlined; Shift+S adds an example, X one that is not, Esc ends.</source>
            <translation>Las {n} teselas más similares están delimitadas; Mayús+S añade un ejemplo, X uno que no lo es, Esc termina.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_layers.py" />
            <source>{map}: {part}</source>
            <translation>{map}: {part}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_layers.py" />
            <source>uncertainty</source>
            <translation>incertidumbre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_layers.py" />
            <source>probability</source>
            <translation>probabilidad</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_layers.py" />
            <source>area of applicability</source>
            <translation>área de aplicabilidad</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_layers.py" />
            <source>sets of classes</source>
            <translation>conjuntos de clases</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_layers.py" />
            <source>interval</source>
            <translation>intervalo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_list.py" />
            <source>Maps of this workspace</source>
            <translation>Mapas de este espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_list.py" />
            <source>&amp;Add to project</source>
            <translation>&amp;Añadir al proyecto</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_list.py" />
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Open &amp;folder</source>
            <translation>A&amp;brir carpeta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_list.py" />
            <source>{name} · {time}</source>
            <translation>{name} · {time}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>by the model's &amp;patches, which is faster</source>
            <translation>por los &amp;parches del modelo, lo que es más rápido</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>A map of this name is there and will be replaced.</source>
            <translation>Ya hay un mapa con este nombre y se sustituirá.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>&amp;Calibrate</source>
            <translation>&amp;Calibrar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>One cell a chip</source>
            <translation>Una celda por tesela</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>Dense: chips that overlap</source>
            <translation>Denso: teselas que se solapan</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>Unit of the step</source>
            <translation>Unidad del paso</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>Step between two cells</source>
            <translation>Paso entre dos celdas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>How often the truth shall be among them</source>
            <translation>Con qué frecuencia debe estar la verdad entre ellas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>&amp;Step</source>
            <translation>Pa&amp;so</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>How far to trust it</source>
            <translation>Hasta qué punto fiarse</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>&amp;Intervals that hold the truth</source>
            <translation>&amp;Intervalos que contienen la verdad</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>S&amp;ets of classes with the truth</source>
            <translation>Con&amp;juntos de clases con la verdad</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>Makes the spread true on blocks of ground that the head has not seen</source>
            <translation>Hace que la dispersión sea cierta en bloques de terreno que el cabezal no ha visto</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>Makes the probabilities true on blocks of ground that the head has not seen</source>
            <translation>Hace que las probabilidades sean ciertas en bloques de terreno que el cabezal no ha visto</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>For sets or intervals 30% of the blocks with labels are kept out of the head: how wrong it is there says how wide they must be. They hold on average over blocks, not for one class or place.</source>
            <translation>Para los conjuntos o intervalos, el 30% de los bloques con etiquetas se reserva sin que el cabezal los vea: cuánto se equivoca allí indica lo amplios que deben ser. Se cumplen en promedio sobre los bloques, no para una clase o un lugar.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>&amp;Live map: repaint after each label</source>
            <translation>Mapa en vi&amp;vo: repintar tras cada etiqueta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>Show where it is &amp;unsure</source>
            <translation>Mostrar dónde &amp;duda</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>&amp;Write map</source>
            <translation>&amp;Escribir mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>Share of each class on the map</source>
            <translation>Proporción de cada clase en el mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>Shows the uncertainty in place of the classes: label there next</source>
            <translation>Muestra la incertidumbre en lugar de las clases: etiquete allí a continuación</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>working…</source>
            <translation>trabajando…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>The map {name} is written.</source>
            <translation>Se escribió el mapa {name}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>Open folder</source>
            <translation>Abrir carpeta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>{name}, written {time}</source>
            <translation>{name}, escrito {time}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>{name}: {share} of the map's cells</source>
            <translation>{name}: {share} de las celdas del mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>Values run from {low:.4g} to {high:.4g}.</source>
            <translation>Los valores van de {low:.4g} a {high:.4g}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>These are cells counted, no estimate of areas: for that draw a check sample (Accuracy).</source>
            <translation>Son celdas contadas, no una estimación de áreas: para ello, extraiga una muestra de control («Exactitud»).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>{share} of the chips are like the labelled ones; the layer “area of applicability” shows the rest.</source>
            <translation>El {share} de las teselas son como las etiquetadas; la capa «área de aplicabilidad» muestra el resto.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>Sets of {level} hold {n:.2f} classes on average.</source>
            <translation>Los conjuntos del {level} contienen {n:.2f} clases en promedio.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>Intervals of {level} are {width:.4g} wide on average.</source>
            <translation>Los intervalos del {level} tienen una amplitud media de {width:.4g}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>Accuracy</source>
            <translation>Exactitud</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>Explore</source>
            <translation>Explorar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>writing the map</source>
            <translation>escribiendo el mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>map {name}.tif written {time}</source>
            <translation>mapa {name}.tif escrito {time}</translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>live map on %n label(s)</source>
            <translation>
                <numerusform>mapa en vivo con %n etiqueta</numerusform>
                <numerusform>mapa en vivo con %n etiquetas</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>ready to map from %n label(s)</source>
            <translation>
                <numerusform>listo para cartografiar con %n etiqueta</numerusform>
                <numerusform>listo para cartografiar con %n etiquetas</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>timm:NAME, torchgeo:WEIGHTS or checkpoint:FILE</source>
            <translation>timm:NAME, torchgeo:WEIGHTS o checkpoint:FILE</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Name of the model</source>
            <translation>Nombre del modelo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Type a part of a name to find a model</source>
            <translation>Escriba parte de un nombre para encontrar un modelo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Name a model: timm:NAME, torchgeo:WEIGHTS or checkpoint:FILE.</source>
            <translation>Indique un modelo: timm:NAME, torchgeo:WEIGHTS o checkpoint:FILE.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Another model…</source>
            <translation>Otro modelo…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>The environment lacks {package}, which this model needs; repair it in Environment… of the Workspace menu.</source>
            <translation>Al entorno le falta {package}, que este modelo necesita; repárelo en «Entorno…» del menú del espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Features</source>
            <translation>Características</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Filter size</source>
            <translation>Tamaño del filtro</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Filters</source>
            <translation>Filtros</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Bias</source>
            <translation>Sesgo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Quantiles</source>
            <translation>Cuantiles</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Pretrained</source>
            <translation>Preentrenado</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Weights</source>
            <translation>Pesos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Pooling</source>
            <translation>Pooling</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Resize to</source>
            <translation>Redimensionar a</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>RGB alone</source>
            <translation>Solo RGB</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Stretch</source>
            <translation>Estiramiento</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Bands: {bands}</source>
            <translation>Bandas: {bands}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Values: {units}</source>
            <translation>Valores: {units}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Licence: {licence}</source>
            <translation>Licencia: {licence}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Paper: {paper}</source>
            <translation>Artículo: {paper}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Weights: {path}</source>
            <translation>Pesos: {path}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Weights are fetched when it first runs: {name}</source>
            <translation>Los pesos se obtienen la primera vez que se ejecuta: {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>{n} values a chip</source>
            <translation>{n} valores por tesela</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>made for {gsd} m pixels</source>
            <translation>hecho para píxeles de {gsd} m</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>chips resized to {n} pixels</source>
            <translation>teselas redimensionadas a {n} píxeles</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/option_fields.py" />
            <location filename="../../eo_embed_plugin/gui/scaling_form.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>none</source>
            <translation>ninguno</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/results.py" />
            <source>embed the chips first</source>
            <translation>calcule primero los embeddings de las teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/results.py" />
            <source>label two chips first</source>
            <translation>etiquete primero dos teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/results.py" />
            <source>label two classes first</source>
            <translation>etiquete primero dos clases</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/results.py" />
            <source>The embeddings are others than these figures are of; run it again.</source>
            <translation>Los embeddings no son los de estas cifras; ejecútelo de nuevo.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/results.py" />
            <source>%n label(s) have changed since; run it again.</source>
            <translation>
                <numerusform>%n etiqueta ha cambiado desde entonces; ejecútelo de nuevo.</numerusform>
                <numerusform>%n etiquetas han cambiado desde entonces; ejecútelo de nuevo.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scaling_form.py" />
            <source>Stored values are multiplied by this, and then the offset is added</source>
            <translation>Los valores almacenados se multiplican por esto y después se suma el desplazamiento</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scaling_form.py" />
            <source>Added to the stored values once they are scaled</source>
            <translation>Se suma a los valores almacenados una vez escalados</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scaling_form.py" />
            <source>The stored value that means nothing was seen</source>
            <translation>El valor almacenado que significa que no se vio nada</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scaling_form.py" />
            <source>Sca&amp;le</source>
            <translation>&amp;Escala</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scaling_form.py" />
            <source>O&amp;ffset</source>
            <translation>Despla&amp;zamiento</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scaling_form.py" />
            <source>&amp;No data</source>
            <translation>Sin da&amp;tos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scatter.py" />
            <source>Scatter of the chips</source>
            <translation>Diagrama de dispersión de las teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scatter.py" />
            <source>Chip {chip}: {text}</source>
            <translation>Tesela {chip}: {text}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>Right on {score} of chips in {where}; the commonest class alone would be right on {chance}.</source>
            <translation>Acierta en el {score} de las teselas, en {where}; la clase más frecuente por sí sola acertaría en el {chance}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>Over classes alike (macro-F1): {score}.</source>
            <translation>Con todas las clases por igual (macro-F1): {score}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>Explains {share} of how {target} varies (R²) on chips in {where}; off by {error:.4g} on average.</source>
            <translation>Explica el {share} de la variación de {target} (R²) en las teselas, en {where}; se desvía {error:.4g} en promedio.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>blocks of {side} it had not seen</source>
            <translation>bloques de {side} que no había visto</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>random folds, with labelled chips all around</source>
            <translation>particiones aleatorias, con teselas etiquetadas alrededor</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>± is what dealing the {folds} folds anew, {n} times, moves it: no confidence interval of the map's accuracy.</source>
            <translation>± es lo que varía al repartir de nuevo las {folds} particiones, {n} veces: no es un intervalo de confianza de la exactitud del mapa.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>The nearest training chip lay {distance} away.</source>
            <translation>La tesela de entrenamiento más cercana estaba a {distance}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>clicked</source>
            <translation>con clics</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>suggested and clicked</source>
            <translation>sugeridas y con clics</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>from a layer</source>
            <translation>desde una capa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>from clusters</source>
            <translation>desde clústeres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>Judged on your own {n} labels ({counts}). They lie where somebody chose to look, so this is no accuracy of the map: for that draw a check sample.</source>
            <translation>Evaluado con sus propias {n} etiquetas ({counts}). Están donde alguien decidió mirar, así que esto no es la exactitud del mapa: para ello, extraiga una muestra de control.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>{split}: no number of labels can be called enough yet.</source>
            <translation>{split}: aún no se puede decir que baste ningún número de etiquetas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>{split}: it still climbs. No number tried reaches 95% of the {metric} of {score:.2f} that all {most} give, so more labels will help.</source>
            <translation>{split}: todavía sube. Ningún número probado alcanza el 95% del {metric} de {score:.2f} que dan todas ({most}), así que más etiquetas ayudarán.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>{split}: {n} labels reach 95% of the {metric} of {score:.2f} that all {most} give.</source>
            <translation>{split}: {n} etiquetas alcanzan el 95% del {metric} de {score:.2f} que dan todas ({most}).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>The mean is {value:.4g}, {level} interval {low:.4g} to {high:.4g}, from {n} cells.</source>
            <translation>La media es {value:.4g}, intervalo del {level} de {low:.4g} a {high:.4g}, a partir de {n} celdas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>The map is right on {right} of {n} cells: too few differ for an interval to mean anything.</source>
            <translation>El mapa acierta en {right} de {n} celdas: muy pocas difieren para que un intervalo tenga sentido.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>The map is right on {share} of its ground ({level} interval {low} to {high}), from {n} cells.</source>
            <translation>El mapa acierta en el {share} de su terreno (intervalo del {level} de {low} a {high}), a partir de {n} celdas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>Imagery</source>
            <translation>Imágenes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>Band {index} of {path}</source>
            <translation>Banda {index} de {path}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>file missing</source>
            <translation>falta el archivo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>{n} bands</source>
            <translation>{n} bandas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>cannot be read</source>
            <translation>no se puede leer</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>{n} files</source>
            <translation>{n} archivos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>{gsd} m</source>
            <translation>{gsd} m</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>classes</source>
            <translation>clases</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>values</source>
            <translation>valores</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>no data {value}</source>
            <translation>sin datos {value}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/step.py" />
            <source>Help on this step (F1)</source>
            <translation>Ayuda sobre este paso (F1)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/step.py" />
            <source>Help on step {n}: {title}</source>
            <translation>Ayuda sobre el paso {n}: {title}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/step.py" />
            <location filename="../../eo_embed_plugin/live.py" />
            <source>open or make a workspace first</source>
            <translation>abra o cree primero un espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>What is labelled: each target has labels, classes and maps of its own</source>
            <translation>Qué se etiqueta: cada objetivo tiene sus propias etiquetas, clases y mapas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>Label something else, too: a new target</source>
            <translation>Etiquetar también otra cosa: un nuevo objetivo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>Remove this target, which has no labels</source>
            <translation>Eliminar este objetivo, que no tiene etiquetas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>What shall the map show?</source>
            <translation>¿Qué debe mostrar el mapa?</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>C&amp;lasses: forest, fields, water…</source>
            <translation>C&amp;lases: bosque, cultivos, agua…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>A n&amp;umber: height, tree cover, yield…</source>
            <translation>Un nú&amp;mero: altura, cobertura arbórea, rendimiento…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>for example Forest</source>
            <translation>por ejemplo, Bosque</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>for example Fields</source>
            <translation>por ejemplo, Cultivos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>&amp;Name of the target</source>
            <translation>&amp;Nombre del objetivo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>&amp;First class</source>
            <translation>&amp;Primera clase</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>&amp;Second class</source>
            <translation>&amp;Segunda clase</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>Start labelling</source>
            <translation>Empezar a etiquetar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>Cancel</source>
            <translation>Cancelar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>There is a target {name} already; take another name.</source>
            <translation>Ya existe un objetivo {name}; tome otro nombre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>Name the first two classes; more can follow at any time.</source>
            <translation>Dé nombre a las dos primeras clases; puede añadir más en cualquier momento.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>The two classes need different names.</source>
            <translation>Las dos clases necesitan nombres distintos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/thumbnails.py" />
            <source>Chips labelled last</source>
            <translation>Últimas teselas etiquetadas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/thumbnails.py" />
            <source>{name}: go to chip {chip}</source>
            <translation>{name}: ir a la tesela {chip}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_curves.py" />
            <source>{name}, step {step}: {value}</source>
            <translation>{name}, paso {step}: {value}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_curves.py" />
            <source>steps</source>
            <translation>pasos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_curves.py" />
            <source>{name}: {first} at step {start}, {last} at step {end}</source>
            <translation>{name}: {first} en el paso {start}, {last} en el paso {end}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>&amp;Chips of workspaces</source>
            <translation>&amp;Teselas de espacios de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>A data set in a &amp;folder</source>
            <translation>Un conjunto de datos en una &amp;carpeta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Workspaces to learn from</source>
            <translation>Espacios de trabajo de los que aprender</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Chips of all that are ticked are learnt from; they need the same sources</source>
            <translation>Se aprende de las teselas de todos los marcados; necesitan las mismas fuentes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>&amp;Add a workspace…</source>
            <translation>&amp;Añadir un espacio de trabajo…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Which sources, which labels</source>
            <translation>Qué fuentes, qué etiquetas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Folder of the data set</source>
            <translation>Carpeta del conjunto de datos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Which published data set the folder holds, and how its files lie</source>
            <translation>Qué conjunto de datos publicado contiene la carpeta y cómo están sus archivos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>F&amp;older</source>
            <translation>C&amp;arpeta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>K&amp;ind</source>
            <translation>T&amp;ipo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Tick a workspace to learn from.</source>
            <translation>Marque un espacio de trabajo del que aprender.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Choose the folder of the data set.</source>
            <translation>Elija la carpeta del conjunto de datos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>There is no folder {path}.</source>
            <translation>No hay ninguna carpeta {path}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>{name} (this workspace)</source>
            <translation>{name} (este espacio de trabajo)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>recognised by its files</source>
            <translation>reconocido por sus archivos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Choose a workspace</source>
            <translation>Elegir un espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_dialog.py" />
            <source>EO Embed: train a model</source>
            <translation>EO Embed: entrenar un modelo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_dialog.py" />
            <source>Ne&amp;w run</source>
            <translation>Nuevo entrena&amp;miento</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_dialog.py" />
            <source>Run&amp;s</source>
            <translation>Entrenamiento&amp;s</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_dialog.py" />
            <source>Run&amp;s ({n} under way)</source>
            <translation>Entrenamiento&amp;s ({n} en curso)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>&amp;Method</source>
            <translation>Mét&amp;odo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>&amp;Recipe</source>
            <translation>&amp;Receta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>A whole set of values that a paper, or we, have tried</source>
            <translation>Un juego completo de valores que un artículo, o nosotros, hemos probado</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Data to learn from</source>
            <translation>Datos de los que aprender</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>by itself: the method and a number</source>
            <translation>automático: el método y un número</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Name of the run, and of its folder in the workspace</source>
            <translation>Nombre del entrenamiento y de su carpeta en el espacio de trabajo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>&amp;Go on when QGIS is closed</source>
            <translation>Conti&amp;nuar cuando se cierre QGIS</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>The run is a process of its own, and can outlive QGIS</source>
            <translation>El entrenamiento es un proceso aparte y puede sobrevivir a QGIS</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Chec&amp;k what it takes</source>
            <translation>Com&amp;probar lo que cuesta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Start &amp;training</source>
            <translation>&amp;Iniciar el entrenamiento</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Open or make a workspace first: the run is kept in it.</source>
            <translation>Abra o cree primero un espacio de trabajo: el entrenamiento se guarda en él.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>The worker has not told the methods yet.</source>
            <translation>El proceso de cálculo aún no ha indicado los métodos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>There is a run {name} already: choose another name.</source>
            <translation>Ya hay un entrenamiento {name}: elija otro nombre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Take a few real steps, and tell what all of them take</source>
            <translation>Dar unos pasos reales y decir lo que cuestan todos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Check first what it takes.</source>
            <translation>Compruebe primero lo que cuesta.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>none: the values of the method</source>
            <translation>ninguna: los valores del método</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <source>Training runs</source>
            <translation>Entrenamientos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <source>{path}
Tick it to draw its curves, too</source>
            <translation>{path}
Márquelo para trazar también sus curvas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <source>State</source>
            <translation>Estado</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Loss</source>
            <translation>Pérdida</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <source>Time</source>
            <translation>Duración</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <source>Begun</source>
            <translation>Inicio</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_knobs.py" />
            <source>All other settings</source>
            <translation>Todos los demás ajustes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_knobs.py" />
            <source>&amp;Values of the paper</source>
            <translation>&amp;Valores del artículo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_knobs.py" />
            <source>Set every value back to the paper's, or to the recipe's</source>
            <translation>Restablecer todos los valores del artículo o de la receta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Nothing has been trained in this workspace yet.</source>
            <translation>Aún no se ha entrenado nada en este espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Online probe</source>
            <translation>Sonda durante el entrenamiento</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Sto&amp;p</source>
            <translation>&amp;Detener</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Resu&amp;me</source>
            <translation>&amp;Reanudar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>&amp;Use this model</source>
            <translation>&amp;Usar este modelo</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>De&amp;lete…</source>
            <translation>E&amp;liminar…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Stop at the next step; a checkpoint is kept, and it can go on</source>
            <translation>Detener en el siguiente paso; se conserva un punto de control y puede continuar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Go on from the last checkpoint</source>
            <translation>Continuar desde el último punto de control</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Choose the model in step 3, to embed the chips with it</source>
            <translation>Elegir el modelo en el paso 3 para calcular los embeddings con él</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Delete the run with its model and its checkpoints</source>
            <translation>Eliminar el entrenamiento con su modelo y sus puntos de control</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Why it failed</source>
            <translation>Por qué falló</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>{name}, held out</source>
            <translation>{name}, apartado</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Delete the run {name} with its model and its checkpoints? What was embedded by it stays.</source>
            <translation>¿Eliminar el entrenamiento {name} con su modelo y sus puntos de control? Los embeddings calculados con él se conservan.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Delete a run</source>
            <translation>Eliminar un entrenamiento</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Network</source>
            <translation>Red</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Shape of the network</source>
            <translation>Forma de la red</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Initial weights</source>
            <translation>Pesos iniciales</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Size of images</source>
            <translation>Tamaño de las imágenes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Epochs</source>
            <translation>Épocas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Batch size</source>
            <translation>Tamaño del lote</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Parts of a batch</source>
            <translation>Partes de un lote</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Learning rate</source>
            <translation>Tasa de aprendizaje</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Weight decay</source>
            <translation>Decaimiento de los pesos</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Optimiser</source>
            <translation>Optimizador</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Momentum</source>
            <translation>Momento</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Second beta</source>
            <translation>Segunda beta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Warm-up</source>
            <translation>Calentamiento</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Schedule</source>
            <translation>Evolución de la tasa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Largest gradient</source>
            <translation>Mayor gradiente</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Held out to validate</source>
            <translation>Apartado para validar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>How it is held out</source>
            <translation>Cómo se aparta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Task of the probe</source>
            <translation>Tarea de la sonda</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Steps between probes</source>
            <translation>Pasos entre sondas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Steps between figures</source>
            <translation>Pasos entre cifras</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Steps between checkpoints</source>
            <translation>Pasos entre puntos de control</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Threads that read</source>
            <translation>Hilos de lectura</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Compile</source>
            <translation>Compilar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Temperature</source>
            <translation>Temperatura</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Rasters as labels</source>
            <translation>Rásteres como etiquetas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Valid in</source>
            <translation>Válida en</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>May lack bands</source>
            <translation>Pueden faltar bandas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Megabytes of imagery</source>
            <translation>Megabytes de imágenes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Share masked</source>
            <translation>Parte enmascarada</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Kinds of bands to pair</source>
            <translation>Tipos de bandas que emparejar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Imagery to learn from</source>
            <translation>Imágenes de las que aprender</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Tasks</source>
            <translation>Tareas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Task</source>
            <translation>Tarea</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Width of the embedding</source>
            <translation>Ancho del embedding</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Width of the heads</source>
            <translation>Ancho de los cabezales</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Width of the output</source>
            <translation>Ancho de la salida</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Least share of a crop</source>
            <translation>Menor parte de un recorte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Rotations</source>
            <translation>Rotaciones</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Chance of blur</source>
            <translation>Probabilidad de desenfoque</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Size of crops</source>
            <translation>Tamaño de los recortes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Train the backbone, too</source>
            <translation>Entrenar también la red base</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>running</source>
            <translation>en curso</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>finished</source>
            <translation>terminado</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>stopped</source>
            <translation>detenido</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>failed</source>
            <translation>fallido</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>interrupted</source>
            <translation>interrumpido</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>kNN probe</source>
            <translation>Sonda kNN</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Linear probe</source>
            <translation>Sonda lineal</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>yes</source>
            <translation>sí</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>no</source>
            <translation>no</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>assumed: {value}</source>
            <translation>supuesto: {value}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>paper: {value}</source>
            <translation>artículo: {value}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>default: {value}</source>
            <translation>por defecto: {value}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>{name}: {n} bands of {size} pixels ({bands})</source>
            <translation>{name}: {n} bandas de {size} píxeles ({bands})</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Labels of {tasks}</source>
            <translation>Etiquetas de {tasks}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>{time} for {steps} steps at {rate} images/s on {device}, {bytes} on disk</source>
            <translation>{time} para {steps} pasos a {rate} imágenes/s en {device}, {bytes} en disco</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>, {bytes} of memory</source>
            <translation>, {bytes} de memoria</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>{train} samples to learn from, {epochs} times each; {n} parameters</source>
            <translation>{train} muestras de las que aprender, {epochs} veces cada una; {n} parámetros</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>; {n} held out</source>
            <translation>; {n} apartadas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>It looks through its data…</source>
            <translation>Recorre sus datos…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>step {step} of {steps}</source>
            <translation>paso {step} de {steps}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>epoch {epoch} of {epochs}</source>
            <translation>época {epoch} de {epochs}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>{rate} images/s</source>
            <translation>{rate} imágenes/s</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>{time} in all</source>
            <translation>{time} en total</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>{bytes} of memory</source>
            <translation>{bytes} de memoria</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>It was ended from outside; Resume goes on from its last checkpoint.</source>
            <translation>Se interrumpió desde fuera; Reanudar continúa desde su último punto de control.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>It was stopped; Resume goes on where it was.</source>
            <translation>Se detuvo; Reanudar continúa donde estaba.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/value_box.py" />
            <source>Number of the chip</source>
            <translation>Número de la tesela</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/value_box.py" />
            <source>Enter takes the number, Esc gives up</source>
            <translation>Intro acepta el número, Esc cancela</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/label_changes.py" />
            <source>clear {n} chips</source>
            <translation>borrar {n} teselas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/label_changes.py" />
            <source>label {n} chips {name}</source>
            <translation>etiquetar {n} teselas como {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/launch.py" />
            <source>There is no Python at {path}: repair the environment or choose another Python in EO Embed's settings, then press Restart.</source>
            <translation>No hay ningún Python en {path}: repare el entorno o elija otro Python en la configuración de EO Embed y pulse Reiniciar.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/live.py" />
            <source>The map stays as it is.</source>
            <translation>El mapa queda como está.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/live.py" />
            <source>name what to map</source>
            <translation>indique qué cartografiar</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/live.py" />
            <source>label chips of two values to see the map</source>
            <translation>etiquete teselas de dos valores para ver el mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/live.py" />
            <source>label a second class to see the map</source>
            <translation>etiquete una segunda clase para ver el mapa</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/live.py" />
            <source>Live map: uncertainty</source>
            <translation>Mapa en vivo: incertidumbre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/live.py" />
            <source>refitted in {seconds:.1f} s</source>
            <translation>reajustado en {seconds:.1f} s</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/network.py" />
            <source>What {host} sent as {file} is damaged or was changed; try again later.</source>
            <translation>Lo que {host} envió como {file} está dañado o se modificó; inténtelo de nuevo más tarde.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/network.py" />
            <source>{path} could not be written: {reason}.</source>
            <translation>No se pudo escribir {path}: {reason}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/network.py" />
            <source>The proxy in QGIS's settings did not let the request through; check it under Settings &gt; Options &gt; Network.</source>
            <translation>El proxy de la configuración de QGIS no dejó pasar la solicitud; compruébelo en Configuración &gt; Opciones &gt; Red.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/network.py" />
            <source>The proxy in QGIS's settings cannot be reached; check it under Settings &gt; Options &gt; Network.</source>
            <translation>El proxy de la configuración de QGIS no está accesible; compruébelo en Configuración &gt; Opciones &gt; Red.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/network.py" />
            <source>{host} refuses access (HTTP {status}); check the index's address and its password.</source>
            <translation>{host} deniega el acceso (HTTP {status}); compruebe la dirección del índice y su contraseña.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/network.py" />
            <source>{host} answered with an error (HTTP {status}); try again later.</source>
            <translation>{host} respondió con un error (HTTP {status}); inténtelo de nuevo más tarde.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/provider.py" />
            <source>EO Embed: from satellite images to maps by embeddings</source>
            <translation>EO Embed: de imágenes satelitales a mapas mediante embeddings</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/session.py" />
            <source>{path} of source {name} is not there any more; put it back or make another workspace.</source>
            <translation>{path} de la fuente {name} ya no está; restáurelo o cree otro espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The traceback is in {path}.</source>
            <translation>El rastreo del error está en {path}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no raster at {path}: put it back, or choose another file.</source>
            <translation>No hay ningún ráster en {path}: restáurelo o elija otro archivo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} has no coordinate reference system: give it one (Assign Projection), then add it again.</source>
            <translation>{path} no tiene sistema de referencia de coordenadas: asígnele uno (Asignar proyección) y añádalo de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No chip of source {source} has {share} valid pixels in the area of interest: check its no data value, move the area, or accept chips with fewer valid pixels.</source>
            <translation>Ninguna tesela de la fuente {source} tiene un {share} de píxeles válidos en el área de interés: compruebe su valor sin datos, mueva el área o acepte teselas con menos píxeles válidos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Source {source} has more than one band named {names}: open it in the table of the Data step and name its {n} bands.</source>
            <translation>La fuente {source} tiene más de una banda llamada {names}: despliéguela en la tabla del paso «Datos» y dé nombre a sus {n} bandas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Source {source} has more than one band named {names}: name its {n} bands under Bands.</source>
            <translation>La fuente {source} tiene más de una banda llamada {names}: dé nombre a sus {n} bandas en «Bandas».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The area of interest lies outside the raster: check its CRS and position, or draw another.</source>
            <translation>El área de interés está fuera del ráster: compruebe su SRC y su posición, o dibuje otra.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>A workspace needs a source: choose imagery first.</source>
            <translation>Un espacio de trabajo necesita una fuente: elija primero imágenes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no source {source} that the {option} given could be of: choose the imagery again.</source>
            <translation>No hay ninguna fuente {source} a la que pueda corresponder la opción {option} indicada: elija las imágenes de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>A chip of {chip} pixels is larger than the raster ({raster}): choose a smaller size.</source>
            <translation>Una tesela de {chip} píxeles es mayor que el ráster ({raster}): elija un tamaño menor.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No chip of {chip} pixels lies in the area of interest: draw a larger area, choose a smaller size, or take chips of which any part is inside.</source>
            <translation>Ninguna tesela de {chip} píxeles está en el área de interés: dibuje un área mayor, elija un tamaño menor o tome teselas con alguna parte dentro.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No chip of {chip} pixels lies in the area of interest by the rule {rule}: take a larger area or a smaller size, or choose any for the chips at the border.</source>
            <translation>Ninguna tesela de {chip} píxeles está en el área de interés según la regla {rule}: tome un área mayor o un tamaño menor, o elija any para las teselas en el borde.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no chip {chip}: ids run from {first} to {last} here.</source>
            <translation>No existe la tesela {chip}: los identificadores van aquí de {first} a {last}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no chip {chip}: ids run from {first} to {last} here; Chips as polygons writes them.</source>
            <translation>No existe la tesela {chip}: los identificadores van aquí de {first} a {last}; «Teselas como polígonos» los escribe.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Chip {chip} is not embedded in the area of interest: choose another, or embed it.</source>
            <translation>La tesela {chip} no tiene embedding en el área de interés: elija otra o calcule su embedding.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no workspace in {folder}: open another folder, or make a new workspace.</source>
            <translation>No hay ningún espacio de trabajo en {folder}: abra otra carpeta o cree un espacio de trabajo nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no workspace in {folder}: choose another folder, or run Make chips first.</source>
            <translation>No hay ningún espacio de trabajo en {folder}: elija otra carpeta o ejecute primero «Crear teselas».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} was written by a later version of EO Embed ({versions}): update the plugin.</source>
            <translation>{path} se escribió con una versión posterior de EO Embed ({versions}): actualice el complemento.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No chip in the area of interest is embedded: embed the chips in step 3.</source>
            <translation>Ninguna tesela del área de interés tiene embedding: calcule los embeddings de las teselas en el paso 3.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No chip in the area of interest is embedded: run Embed chips first.</source>
            <translation>Ninguna tesela del área de interés tiene embedding: ejecute primero «Calcular embeddings de teselas».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Source {source} has no embeddings yet: embed it in step 3.</source>
            <translation>La fuente {source} aún no tiene embeddings: calcúlelos en el paso 3.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Source {source} has no embeddings yet: run Embed chips first.</source>
            <translation>La fuente {source} aún no tiene embeddings: ejecute primero «Calcular embeddings de teselas».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There are no embeddings in {folder}: embed the chips in step 3.</source>
            <translation>No hay embeddings en {folder}: calcule los embeddings de las teselas en el paso 3.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There are no embeddings in {folder}: run Embed chips first.</source>
            <translation>No hay embeddings en {folder}: ejecute primero «Calcular embeddings de teselas».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No chip in {folder} has an embedding: embed the chips in step 3.</source>
            <translation>Ninguna tesela de {folder} tiene embedding: calcule los embeddings de las teselas en el paso 3.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No chip in {folder} has an embedding: run Embed chips first.</source>
            <translation>Ninguna tesela de {folder} tiene embedding: ejecute primero «Calcular embeddings de teselas».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is damaged ({why}): embed again, which makes only this part anew.</source>
            <translation>{path} está dañado ({why}): calcule los embeddings de nuevo, lo que rehace solo esta parte.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is damaged ({why}): delete the folder {folder}, then embed again.</source>
            <translation>{path} está dañado ({why}): elimine la carpeta {folder} y calcule los embeddings de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Another QGIS or program is embedding into {folder}: wait for it, or stop it there.</source>
            <translation>Otro QGIS u otro programa está calculando embeddings en {folder}: espere a que termine o deténgalo allí.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No room is left on the disk for {path}: free some space, then do it again; nothing is lost.</source>
            <translation>No queda espacio en el disco para {path}: libere espacio y hágalo de nuevo; no se pierde nada.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The GPU {gpu} was asked for but {found}: choose another device, or see Environment… for why.</source>
            <translation>Se pidió la GPU {gpu}, pero {found}: elija otro dispositivo, o vea el motivo en «Entorno…».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The device mps was asked for but is not usable here: choose the CPU.</source>
            <translation>Se pidió el dispositivo mps, pero no se puede usar aquí: elija la CPU.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>A single chip does not fit in the device's memory: choose smaller chips, a smaller model, or the CPU as the device.</source>
            <translation>Una sola tesela no cabe en la memoria del dispositivo: elija teselas más pequeñas, un modelo menor o la CPU como dispositivo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is not enough memory{said}: close other programs, or take a smaller area or batch, fewer labels, or larger chips or steps.</source>
            <translation>No hay suficiente memoria{said}: cierre otros programas, o tome un área o un lote menor, menos etiquetas, o teselas o pasos más grandes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>This model gives values up to {value}, which float16 cannot hold: store them as float32.</source>
            <translation>Este modelo da valores de hasta {value}, que float16 no puede contener: guárdelos como float32.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Source {source} cannot be embedded like itself: leave it out of the sources.</source>
            <translation>Los embeddings de la fuente {source} no se pueden calcular como los de ella misma: quítela de las fuentes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Band {band} of {source} has scale {scale}, and that of {like} {other}: make the workspace anew with the right scale and offset.</source>
            <translation>La banda {band} de {source} tiene la escala {scale}, y la de {like}, {other}: cree el espacio de trabajo de nuevo con la escala y el desplazamiento correctos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Band {band} holds values of {values}, but {model} expects {units}: make the workspace with the right scale, or choose another stretch among the options of the model.</source>
            <translation>La banda {band} contiene valores de {values}, pero {model} espera {units}: cree el espacio de trabajo con la escala correcta, o elija otro estiramiento entre las opciones del modelo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>rcf found no {patch} patch of valid pixels in the sample: check the no data value, or choose gaussian filters among the options of the model.</source>
            <translation>rcf no encontró en la muestra ningún parche de {patch} con píxeles válidos: compruebe el valor sin datos, o elija filtros gaussian entre las opciones del modelo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The first layer of the weights takes {bands} bands and cannot be fitted to {n}: choose bands of that number, or RGB alone (rgb) among the options of the model.</source>
            <translation>La primera capa de los pesos admite {bands} bandas y no se puede adaptar a {n}: elija ese número de bandas, o solo RGB (rgb) entre las opciones del modelo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no file of weights {path}: choose another among the options of the model.</source>
            <translation>No existe el archivo de pesos {path}: elija otro entre las opciones del modelo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The weights of {model} could not be had ({why}): connect to the network once, or name a file as weights among the options of the model.</source>
            <translation>No se pudieron obtener los pesos de {model} ({why}): conéctese a la red una vez, o indique un archivo como pesos entre las opciones del modelo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Models of torchgeo need the package torchgeo ({why}): choose another model, or in Environment… a Python that has the package.</source>
            <translation>Los modelos de torchgeo necesitan el paquete torchgeo ({why}): elija otro modelo, o en «Entorno…» un Python que tenga el paquete.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{model} cannot take chips of {n} pixels ({why}): give another size among the options of the model.</source>
            <translation>{model} no admite teselas de {n} píxeles ({why}): indique otro tamaño entre las opciones del modelo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>This network has no class token: choose avg or max as pooling among the options of the model.</source>
            <translation>Esta red no tiene token de clase: elija avg o max como pooling entre las opciones del modelo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The workspace {folder} has no labels: label some chips first.</source>
            <translation>El espacio de trabajo {folder} no tiene etiquetas: etiquete primero algunas teselas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The workspace has labels of {targets}: choose which is meant as the target.</source>
            <translation>El espacio de trabajo tiene etiquetas de {targets}: elija cuál es el objetivo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Name the target that the labels are of, such as cover ({known}).</source>
            <translation>Indique el objetivo al que pertenecen las etiquetas, como cover ({known}).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The {n} labels of {target} hold one class only ({name}): label chips of a second class.</source>
            <translation>Las {n} etiquetas de {target} contienen una sola clase ({name}): etiquete teselas de una segunda clase.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The labels outside the blocks held out hold one class only: label more chips, or write the map without sets of classes.</source>
            <translation>Las etiquetas fuera de los bloques reservados contienen una sola clase: etiquete más teselas, o escriba el mapa sin conjuntos de clases.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The labels outside the blocks held out hold one class only: hold out a smaller share, choose another seed, or label more chips.</source>
            <translation>Las etiquetas fuera de los bloques reservados contienen una sola clase: reserve una proporción menor, elija otra semilla o etiquete más teselas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>A median cannot part the chips: {path} gives {n} of them, all of value {value}; take the mean, or labels that vary.</source>
            <translation>Una mediana no puede separar las teselas: {path} da {n} de ellas, todas con el valor {value}; tome la media, o etiquetas que varíen.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No class of {path} takes {share} of any chip, {most} being the largest share: lower the least share, or use smaller chips.</source>
            <translation>Ninguna clase de {path} ocupa un {share} de una tesela, siendo {most} la mayor proporción: reduzca la proporción mínima o use teselas más pequeñas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} has {n} layers with geometry ({layers}): load the one that is meant into the project, and choose it there.</source>
            <translation>{path} tiene {n} capas con geometría ({layers}): cargue en el proyecto la que corresponda y elíjala allí.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The field {field} of {path} is no number: choose another field, or label by the class that takes most of the chip.</source>
            <translation>El campo {field} de {path} no es un número: elija otro campo, o etiquete según la clase que ocupa la mayor parte de la tesela.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} {lacks}: choose one of its fields ({fields}).</source>
            <translation>{path} {lacks}: elija uno de sus campos ({fields}).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} holds {n} different values in one block, too many for classes: label by the mean of the values, or by their median.</source>
            <translation>{path} contiene {n} valores distintos en un bloque, demasiados para clases: etiquete según la media de los valores o su mediana.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} holds points, which cover no share of a chip: label by the class, or by the mean.</source>
            <translation>{path} contiene puntos, que no cubren ninguna proporción de una tesela: etiquete según la clase o la media.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The workspace {folder} has no head yet: write a map, which fits one.</source>
            <translation>El espacio de trabajo {folder} aún no tiene cabezal: escriba un mapa, lo que ajusta uno.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The workspace {folder} has no head yet: run Fit a head first.</source>
            <translation>El espacio de trabajo {folder} aún no tiene cabezal: ejecute primero «Ajustar un cabezal».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Head {head} was fitted on embeddings by {models}, and these are others: write the map again, which fits the head anew.</source>
            <translation>El cabezal {head} se ajustó con embeddings de {models}, y estos son otros: escriba el mapa de nuevo, lo que vuelve a ajustar el cabezal.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Head {head} was fitted on embeddings by {models}, and these are others: fit it on these, or embed them like those.</source>
            <translation>El cabezal {head} se ajustó con embeddings de {models}, y estos son otros: ajústelo con estos, o calcule los embeddings como aquellos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Head {head} held out no blocks, which sets and intervals need: write the map again.</source>
            <translation>El cabezal {head} no reservó bloques, que los conjuntos y los intervalos necesitan: escriba el mapa de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Head {head} held out no ground, which sets and intervals need: fit it with a share of the ground held out, such as 0.3.</source>
            <translation>El cabezal {head} no reservó terreno, que los conjuntos y los intervalos necesitan: ajústelo reservando una proporción del terreno, como 0.3.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Sets and intervals are for maps of one cell a chip: write such a map, or leave them away.</source>
            <translation>Los conjuntos y los intervalos son para mapas de una celda por tesela: escriba un mapa así, o prescinda de ellos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Patches come from one source, and the head uses {sources}: write the map without patches.</source>
            <translation>Los parches proceden de una sola fuente, y el cabezal usa {sources}: escriba el mapa sin parches.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The model {model} has no features of patches: write the map without patches.</source>
            <translation>El modelo {model} no tiene características de parches: escriba el mapa sin parches.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Patches of {grid} need square chips: write the map without patches.</source>
            <translation>Los parches de {grid} necesitan teselas cuadradas: escriba el mapa sin parches.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The embeddings of {source} are not the mean of their patches' features ({why}): write the map without patches, or embed anew with avg as pooling.</source>
            <translation>Los embeddings de {source} no son la media de las características de sus parches ({why}): escriba el mapa sin parches, o calcule los embeddings de nuevo con avg como pooling.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is there and is no map of EO Embed: choose another name, or move it away.</source>
            <translation>{path} ya existe y no es un mapa de EO Embed: elija otro nombre o muévalo a otro lugar.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is there and is no report of EO Embed: choose another name, or move it away.</source>
            <translation>{path} ya existe y no es un informe de EO Embed: elija otro nombre o muévalo a otro lugar.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no map {where}: write one first.</source>
            <translation>No hay ningún mapa {where}: escriba uno primero.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no map {where}: run Chip map first, or choose a map.</source>
            <translation>No hay ningún mapa {where}: ejecute primero «Mapa de teselas» o elija un mapa.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The map that was sampled, {map}, is gone: write it again, or draw another sample.</source>
            <translation>El mapa que se muestreó, {map}, ya no existe: escríbalo de nuevo o extraiga otra muestra.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The map that was sampled, {map}, is gone: choose another map to judge.</source>
            <translation>El mapa que se muestreó, {map}, ya no existe: elija otro mapa para evaluarlo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Give one way to draw: simple, strata, or a number of strata by value.</source>
            <translation>Indique una sola forma de extraer: simple, estratos, o un número de estratos por valor.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{map} holds numbers, which are no strata: draw a simple random sample.</source>
            <translation>{map} contiene números, que no son estratos: extraiga una muestra aleatoria simple.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{map} holds numbers: say in how many strata by value they are parted, or draw a simple sample.</source>
            <translation>{map} contiene números: indique en cuántos estratos por valor se dividen, o extraiga una muestra simple.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{map} holds one class only ({name}), which leaves nothing to stratify by: draw a simple random sample.</source>
            <translation>{map} contiene una sola clase ({name}), lo que no deja nada por lo que estratificar: extraiga una muestra aleatoria simple.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{map} holds numbers, which have no accuracy to aim at: give a number of cells.</source>
            <translation>{map} contiene números, que no tienen una exactitud que buscar: indique un número de celdas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The size of a sample follows from a standard error and the accuracy to expect: give both, or a number of cells.</source>
            <translation>El tamaño de una muestra se deriva de un error estándar y de la exactitud esperada: indique ambos, o un número de celdas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The values of {map} are too alike for strata: draw a simple random sample.</source>
            <translation>Los valores de {map} son demasiado parecidos para formar estratos: extraiga una muestra aleatoria simple.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is there already, and its labels are not written over: choose another name.</source>
            <translation>{path} ya existe, y sus etiquetas no se sobrescriben: elija otro nombre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is of format {theirs}, and this EO Embed knows {ours}: update the plugin.</source>
            <translation>{path} tiene el formato {theirs}, y este EO Embed conoce {ours}: actualice el complemento.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} holds cells that were not drawn, or one twice: take them away, or draw a larger sample under another name.</source>
            <translation>{path} contiene celdas que no se extrajeron, o una dos veces: quítelas, o extraiga una muestra mayor con otro nombre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The design {path} has no {name} beside it: restore that file, or draw another sample.</source>
            <translation>Junto al diseño {path} falta {name}: restaure ese archivo o extraiga otra muestra.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The sample holds labels that are no class of the map, {labels}; its classes are {names}: correct these labels.</source>
            <translation>La muestra contiene etiquetas que no son ninguna clase del mapa, {labels}; sus clases son {names}: corrija estas etiquetas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The sample holds labels that are no class of the map, {labels}; its classes are {names}: correct these labels, or take unknown labels as classes that the map lacks.</source>
            <translation>La muestra contiene etiquetas que no son ninguna clase del mapa, {labels}; sus clases son {names}: corrija estas etiquetas, o tome las etiquetas desconocidas como clases que faltan en el mapa.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{gaps} yet: label them, or leave out cells that could not be seen.</source>
            <translation>{gaps}: etiquételas, u omita las celdas que no se pudieron ver.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The labels of {names} are no random sample ({how}), so that nothing can be inferred from them: draw a check sample.</source>
            <translation>Las etiquetas de {names} no son una muestra aleatoria ({how}), así que no se puede inferir nada de ellas: extraiga una muestra de control.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} does not say how its places were chosen, and only a random sample allows an estimate: draw a check sample.</source>
            <translation>{path} no indica cómo se eligieron sus lugares, y solo una muestra aleatoria permite una estimación: extraiga una muestra de control.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} does not say how its places were chosen, and only a random sample allows an estimate: run Draw a check sample, or say how yours was drawn.</source>
            <translation>{path} no indica cómo se eligieron sus lugares, y solo una muestra aleatoria permite una estimación: ejecute «Extraer una muestra de control», o indique cómo se extrajo la suya.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{beside}: check their CRS, or leave out what lies there.</source>
            <translation>{beside}: compruebe su SRC, u omita lo que está allí.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no sample {name}: draw a check sample first.</source>
            <translation>No existe la muestra {name}: extraiga primero una muestra de control.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is a check sample and knows how it was drawn: choose sample for how it was drawn.</source>
            <translation>{path} es una muestra de control y sabe cómo se extrajo: elija sample en «Cómo se extrajo».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{map} holds numbers, no classes to be stratified by: choose simple for how it was drawn.</source>
            <translation>{map} contiene números, no clases por las que estratificar: elija simple en «Cómo se extrajo».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is no map of {target}, which head {head} predicts: choose the head that made it, or another map.</source>
            <translation>{path} no es un mapa de {target}, que es lo que predice el cabezal {head}: elija el cabezal que lo hizo, u otro mapa.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} holds classes that head {head} does not know: choose the head that made it.</source>
            <translation>{path} contiene clases que el cabezal {head} no conoce: elija el cabezal que lo hizo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>A split by {split} needs a layer that says which chip is where: choose it with its field.</source>
            <translation>Una división {split} necesita una capa que indique qué tesela está dónde: elíjala junto con su campo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} has no clusters yet: find clusters first.</source>
            <translation>{folder} aún no tiene clústeres: busque primero clústeres.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is damaged or holds no clusters: find clusters again.</source>
            <translation>{path} está dañado o no contiene clústeres: busque clústeres de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The clusters are of embeddings that are no longer in use: find clusters again.</source>
            <translation>Los clústeres son de embeddings que ya no se usan: busque clústeres de nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Chip {chip} is not embedded from every source: choose another chip, or other sources.</source>
            <translation>La tesela {chip} no tiene embeddings de todas las fuentes: elija otra tesela u otras fuentes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>UMAP needs the package umap-learn: choose t-SNE, or in Environment… a Python that has it.</source>
            <translation>UMAP necesita el paquete umap-learn: elija t-SNE, o en «Entorno…» un Python que lo tenga.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} has the sources {sources}: name those that take the places of {wanted}.</source>
            <translation>{folder} tiene las fuentes {sources}: indique las que ocupan el lugar de {wanted}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} has the sources {sources}: name the one that is meant.</source>
            <translation>{folder} tiene las fuentes {sources}: indique cuál corresponde.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Both dates are the source {source} of {folder}: choose another workspace, or another source for the second date.</source>
            <translation>Ambas fechas son la fuente {source} de {folder}: elija otro espacio de trabajo, u otra fuente para la segunda fecha.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The chips of {first} and {second} are not the same ground ({what} differ): put both dates into one workspace, as two sources.</source>
            <translation>Las teselas de {first} y {second} no son el mismo terreno (difieren en {what}): ponga ambas fechas en un solo espacio de trabajo, como dos fuentes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The embeddings of {before} and {after} do not mean the same: embed the second date like the first, with the parameter “Like another source” of Embed chips.</source>
            <translation>Los embeddings de {before} y {after} no significan lo mismo: calcule los embeddings de la segunda fecha como los de la primera, con el parámetro «Como otra fuente» de «Calcular embeddings de teselas».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The head was fitted on {n} sources ({names}): name as many of the other workspace.</source>
            <translation>El cabezal se ajustó con {n} fuentes ({names}): indique otras tantas del otro espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Head {head} was fitted on {sources} of {folder} itself: map that with Chip map, or choose another workspace.</source>
            <translation>El cabezal {head} se ajustó con {sources} del propio {folder}: cartografíelo con «Mapa de teselas», o elija otro espacio de trabajo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Say what to train: choose a method or a recipe.</source>
            <translation>Diga qué entrenar: elija un método o una receta.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Say what to learn from: choose a workspace, or the folder of a data set.</source>
            <translation>Diga de qué aprender: elija un espacio de trabajo o la carpeta de un conjunto de datos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Say where the run goes: give its folder.</source>
            <translation>Diga dónde va el entrenamiento: dé su carpeta.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is a file, not a folder: make a workspace of imagery, and choose that.</source>
            <translation>{path} es un archivo, no una carpeta: cree un espacio de trabajo con las imágenes y elíjalo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is {size} pixels, {first} is {other}: cut all to a size by the option size of the data, such as {side}.</source>
            <translation>{path} tiene {size} píxeles y {first} tiene {other}: recorte todo a un tamaño con la opción size de los datos, como {side}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} is neither a workspace nor laid out like a data set known here ({kinds}): choose its kind, and see there how its files should lie.</source>
            <translation>{folder} no es un espacio de trabajo ni está ordenada como un conjunto de datos conocido aquí ({kinds}): elija su tipo y vea allí cómo deben estar sus archivos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} is neither a workspace nor laid out like a data set known here ({kinds}): name its kind, and the message says how its files should lie.</source>
            <translation>{folder} no es un espacio de trabajo ni está ordenada como un conjunto de datos conocido aquí ({kinds}): nombre su tipo y el mensaje dirá cómo deben estar sus archivos.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{data} has no pair of optical and radar images, only {there}: to pair bands of these, write {pairs} into “Kinds of bands to pair”.</source>
            <translation>{data} no tiene ningún par de imágenes ópticas y de radar, solo {there}: para emparejar bandas de estas, escriba {pairs} en «Tipos de bandas que emparejar».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{data} has no pair of optical and radar images, only {there}: to pair bands of these, give pairs={pairs} among the values.</source>
            <translation>{data} no tiene ningún par de imágenes ópticas y de radar, solo {there}: para emparejar bandas de estas, dé pairs={pairs} entre los valores.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>This method needs the package segmentation-models-pytorch: repair the environment in Environment… of the Workspace menu, or choose a Python that has the package.</source>
            <translation>Este método necesita el paquete segmentation-models-pytorch: repare el entorno en «Entorno…» del menú del espacio de trabajo o elija un Python que tenga el paquete.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Several workspaces can be learnt from together, but of published data sets one alone: choose one folder.</source>
            <translation>Se puede aprender de varios espacios de trabajo a la vez, pero de un solo conjunto de datos publicado: elija una sola carpeta.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} holds a training run already: choose another name.</source>
            <translation>{folder} ya contiene un entrenamiento: elija otro nombre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} holds a training run already: give another folder, or tick that it is to go on.</source>
            <translation>{folder} ya contiene un entrenamiento: dé otra carpeta o marque que debe continuar.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} holds no training run to go on with: begin a new one.</source>
            <translation>{folder} no contiene ningún entrenamiento que continuar: empiece uno nuevo.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/worker_process.py" />
            <source>Process {pid} does not end and is left.</source>
            <translation>El proceso {pid} no termina y se deja como está.</translation>
        </message>
    </context>
</TS>
